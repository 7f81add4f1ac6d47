// Everybody of the day: found by number, name or card, checked in, called out of turn.
import { html, useState } from '../vendor/ui.js'
import { formatTime, t } from '../text/text.js'
import { Chip, errorText, Icon, toast } from '../shell/frame.js'
import { request } from '../sync/api.js'
import { spoken } from './order.js'
import { Twice } from './counter.js'
import { isNumber, shareOf } from './board.js'
import { aloneSince, counter } from './here.js'
import { canScan, Scan } from './scan.js'

const TABS = { hadir: ['hadir', 'dipanggil', 'dilayani'], belum: ['terjadwal'], selesai: ['selesai', 'dirujuk', 'pulang', 'tidak_hadir', 'belum_dilayani'] }
const CARD = /\/w\/|^[A-Z0-9]{6}$/

export function PeopleList ({ day, lines, found, names, calls }) {
  const [tab, setTab] = useState('')
  const [text, setText] = useState('')
  const [scans, setScans] = useState(false)
  const inTab = name => lines.filter(line => TABS[name].includes(line.status))
  const chosen = tab || (inTab('hadir').length ? 'hadir' : inTab('belum').length ? 'belum' : 'hadir')
  const waiting = [...found.order, ...found.others]
  const ordered = name => name === 'hadir' ? [...inTab(name).filter(({ status }) => status !== 'hadir'), ...waiting] : inTab(name)
  const shown = text.trim() ? lines.filter(line => matches(line, text)) : ordered(chosen)
  const byCard = async card => {
    setScans(false)
    setText('')
    const family = await familyOf(card)
    const line = family && lines.find(one => one.family === family)
    if (!line) { if (family !== undefined) toast(t('antre.kartu_tanpa_nomor')); return }
    line.status === 'terjadwal' ? calls.arrive(line) : setText(line.number)
  }
  const enter = event => {
    event.preventDefault()
    if (CARD.test(text.trim().toUpperCase()) && !shown.length) { byCard(text.trim()); return }
    const expected = shown.filter(({ status }) => status === 'terjadwal')
    if (expected.length === 1) { calls.arrive(expected[0]); setText('') }
  }
  return html`<section class="pane people"><form class="pane-b line" onSubmit=${enter}><div class="search"><${Icon} name="search" /><input class="in" id="cari" type="search" autocomplete="off" aria-label=${t('antre.cari')} placeholder=${t('antre.cari')}
        value=${text} onInput=${e => setText(e.target.value)} /></div>${canScan() && html`<button type="button" class="btn two s" onClick=${() => setScans(true)}><${Icon} name="camera" />${t('antre.pindai')}</button>`}</form>
    <div class="pane-h"><div class="subtabs" role="tablist" aria-label=${t('hari.antrean')}>
      ${Object.keys(TABS).map(name => html`<button key=${name} role="tab" aria-selected=${chosen === name && !text ? 'true' : 'false'} onClick=${() => { setTab(name); setText('') }}>${t('antre.tab_' + name, { n: inTab(name).length })}</button>`)}</div></div>
    ${shown.length === 0
      ? html`<p class="pane-b dim">${text.trim() ? t('antre.tak_ketemu') : t('antre.kosong_' + chosen)}</p>`
      : html`<table class="tbl"><caption class="hide">${t('hari.antrean')}</caption><thead><tr>${['nomor', 'warga', text || chosen !== 'hadir' ? 'jam' : 'perkiraan'].map(key => html`<th scope="col" key=${key}>${t('antre.t_' + key)}</th>`)}</tr></thead>
        <tbody>${shown.map(line => html`<${Row} key=${line.ticket} line=${line} names=${names} calls=${calls} turn=${found.turns[line.number]} shares=${found.shares} />`)}</tbody></table>`}
    ${scans && html`<${Scan} onFound=${byCard} onClose=${() => setScans(false)} />`}</section>`
}

function Row ({ line, names, calls, turn, shares }) {
  const other = aloneSince.value && counter.value && !line.only && line.status === 'hadir' && shareOf(line, shares) !== counter.value
  return html`<tr class=${calls.here && calls.here.ticket === line.ticket ? 'cur' : ''}><td class="qno">${line.number}${line.also && html`<small>${line.also}</small>`}</td>
    <td><b>${line.name || t('antre.tanpa_nama')}</b><small>${names.of(line).join('; ')}</small>
      ${line.status !== 'terjadwal' && line.status !== 'hadir' && html`<small>${outcome(line)}</small>`}
      ${line.skipped && line.status === 'hadir' && html`<small>${t('antre.dilewati', { jam: formatTime(line.skipped) })}</small>`}
      ${other && html`<small>${t('antre.bagian_lain', { n: shareOf(line, shares) })}</small>`}
      ${line.walkIn && !line.complete && line.status === 'hadir' && html`<small><${Chip} kind="hollow" icon="person">${t('antre.tanpa_janji')}</${Chip}></small>`}<${Twice} line=${line} /></td>
    <td class="nowrap">${line.status === 'terjadwal'
      ? html`${line.appointment || ''}<br /><button class="btn two s" onClick=${() => calls.arrive(line)}>${t('antre.hadir')}</button>`
      : line.status === 'hadir'
        ? html`${turn === undefined ? '' : spoken(turn)}<br />${!calls.here && html`<button class="link s" onClick=${() => calls.call(line)}>${t('antre.panggil')}</button>`}${line.skipped && html` <button class="link s" onClick=${() => calls.leave(line)}>${t('antre.pulang')}</button>`}`
        : line.done ? formatTime(line.done) : line.served ? formatTime(line.served) : line.called ? formatTime(line.called) : ''}</td></tr>`
}

function outcome (line) {
  if (line.status === 'dirujuk') return t('antre.hasil_dirujuk', { instansi: line.agency })
  return t('antre.hasil_' + line.status, { n: line.counter || '' })
}

/** By number ("14", "a14", "B1-003") or by name. */
function matches (line, text) {
  const wanted = text.trim().toLowerCase()
  return [line.number, line.also].filter(Boolean).some(number => isNumber(number, wanted)) || line.name.toLowerCase().includes(wanted)
}

/** The family that holds a card. @param {string} card @returns {Promise<string | null | undefined>} undefined: it was said why */
async function familyOf (card) {
  try {
    const { data } = await request('/api/servicedays/card', { json: { card } })
    return data.family
  } catch (/** @type {any} */ error) {
    toast(error.name === 'Problem' ? errorText(error) : t('antre.kartu_tanpa_jaringan'))
    return undefined
  }
}
