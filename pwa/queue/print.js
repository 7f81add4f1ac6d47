// The list for the board: A4, 14 pt rows, initials and numbers only.
import { html, useEffect } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { all, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { linesOf } from './here.js'
import { Missing } from '../shell/trouble.js'
import { initials } from './initials.js'

const A_COLUMN = 24

/** @param {{ date: string }} props "2026-11-25" */
export function PrintScreen ({ date }) {
  version.value // eslint-disable-line no-unused-expressions
  const day = all('service_day').find(({ body }) => body.date === date)
  return day ? html`<${Sheet} day=${day} date=${date} />` : html`<${Missing} text=${t('hari.tidak_dikenal')} to="/rabu" word=${t('antre.ke_hari')} />`
}

function Sheet ({ day, date }) {
  const { desa } = mine()
  const lines = linesOf(day).filter(({ walkIn }) => !walkIn)
  useEffect(() => { document.body.classList.add('print'); return () => document.body.classList.remove('print') }, [])
  useEffect(() => { document.title = t('cetak.judul', { tanggal: formatDate(date) }) }, [date])
  const half = Math.max(A_COLUMN, Math.ceil(lines.length / 2))
  const columns = [lines.slice(0, half), lines.slice(half)].filter(part => part.length)
  return html`<p class="no-print line"><a class="btn two" href="/rabu">${t('umum.kembali')}</a><button class="btn" onClick=${() => print()}>${t('cetak.cetak')}</button></p>
    <main id="isi" class="a4"><p><b>${t('cetak.kantor', { desa: desa.name })}</b>, ${t('cetak.kecamatan', { kecamatan: desa.kecamatan })}</p>
      <h1>${t('cetak.judul', { tanggal: formatDate(date) })}</h1>
      <p class="pt">${t('cetak.petunjuk')}</p>
      ${lines.length === 0
        ? html`<p class="box">${t('cetak.kosong')}</p>`
        : html`<div class=${columns.length > 1 ? 'two-c' : ''}>${columns.map((part, i) => html`<table class="tbl" key=${i}>
            <thead><tr>${['nomor', 'jam', 'inisial', 'hadir'].map(key => html`<th scope="col" key=${key}>${t('cetak.t_' + key)}</th>`)}</tr></thead>
            <tbody>${part.map(line => html`<tr key=${line.ticket}><td><b>${line.number}</b></td><td>${line.appointment}</td><td>${initials(line.name)}</td><td><span class="sq"></span></td></tr>`)}</tbody></table>`)}</div>`}
      <p class="box"><b>${t('maklumat.gratis')}</b></p>
      <p class="foot">${t('cetak.kaki')}</p></main>`
}
