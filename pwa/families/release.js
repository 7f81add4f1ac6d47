// A family that left for another desa: what is known of it may go there, if this server serves that desa and the family agrees.
import { html, useEffect, useState } from '../vendor/ui.js'
import { dayMonth, t } from '../text/text.js'
import { Dialog, errorText, Icon, NoteBox } from '../shell/frame.js'
import { request } from '../sync/api.js'

/** @param {{ name: string, kecamatan: string }} desa */
export const desaOf = ({ name, kecamatan }) => t('pindahan.desa', { nama: name, kecamatan })

/** What became of a package that was released, in one sentence. @param {any} released of a family's body */
export const releasedWords = released => t(`pindahan.${released.state}`, {
  desa: desaOf(released), sampai: dayMonth(released.until), tanggal: dayMonth(released.settled_at || released.at), siapa: released.agreed_by,
  alasan: released.reason ? t(`pindahan.tolak_${released.reason}`) : ''
})

const KINDS = { menunggu: ['info', 'clock'], diterima: ['ok', 'done'], ditolak: ['warn', 'warn'], ditarik: ['', 'info'], lewat: ['warn', 'clock'], dihapus: ['', 'info'] }

/**
 * Where a family stands between two desas, and what may be done about it.
 * @param {{ family: any, act: (name: string, args: any) => Promise<any> }} props
 */
export function Release ({ family, act }) {
  const [asking, setAsking] = useState(false)
  const { state, released, came, withdrawn_at: withdrawn } = family.body
  const told = released && KINDS[released.state]
  const free = state === 'pindah' && !withdrawn && !(released && ['menunggu', 'diterima'].includes(released.state))
  return html`${came && html`<${NoteBox} icon="people"><p>${t('pindahan.datang', { desa: desaOf(came), tanggal: dayMonth(came.at), siapa: came.by })}</p></${NoteBox}>`}
    ${told && html`<${NoteBox} kind=${told[0]} icon=${told[1]}><p>${releasedWords(released)}${released.note && ` “${released.note}”`}${' '}<a href="/pindahan">${t('pindahan.semua')}</a></p>
      ${released.state === 'menunggu' && html`<p class="gap-t"><button type="button" class="btn two s" onClick=${() => act('family.recall', {})}>${t('pindahan.tarik')}</button></p>`}</${NoteBox}>`}
    ${free && html`<p><button type="button" class="btn two s" onClick=${() => setAsking(true)}><${Icon} name="send" />${t('pindahan.kirim')}</button></p>`}
    ${asking && html`<${ReleaseDialog} name=${family.body.head_name || ''} onDone=${args => act('family.release', args).then(() => setAsking(false))} onClose=${() => setAsking(false)} />`}`
}

function ReleaseDialog ({ name, onDone, onClose }) {
  const [found, setFound] = useState(/** @type {{ desas: any[], more: boolean } | null} */ (null))
  const [search, setSearch] = useState('')
  const [many, setMany] = useState(false)
  const [desa, setDesa] = useState('')
  const [agreed, setAgreed] = useState('')
  const [trouble, setTrouble] = useState('')
  useEffect(() => {
    let over = false
    request(`/api/desas?${new URLSearchParams({ name: search.trim() })}`)
      .then(({ data }) => { if (!over) { setFound(data); setTrouble(''); setMany(was => was || data.more) } }, error => { if (!over) setTrouble(errorText(error)) })
    return () => { over = true }
  }, [search])
  const listed = found ? found.desas : []
  const chosen = listed.some(({ code }) => code === desa) ? desa : ''
  const alone = found && !listed.length && !many
  return html`<${Dialog} title=${t('pindahan.kirim_judul', { nama: name })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class=${alone ? 'btn' : 'btn two'} onClick=${close}>${t(alone ? 'umum.tutup' : 'umum.batal')}</button>
      ${!alone && html`<button type="button" class="btn" disabled=${!chosen || !agreed.trim()} onClick=${() => onDone({ to_desa: chosen, agreed_by: agreed.trim() })}>${t('pindahan.kirim_ya')}</button>`}</p>`}>
    <div class="stack">${trouble && html`<p class="err" role="alert"><${Icon} name="nosignal" /> ${trouble}</p>`}
    ${alone && html`<p>${t('pindahan.tidak_ada_desa')}</p>`}
    ${found && !alone && html`<p>${t('pindahan.hanya_server_ini')}</p>
      ${many && html`<div class="q"><label for="p-cari">${t('pindahan.cari')}</label><input class="in" id="p-cari" type="search" value=${search} onInput=${event => setSearch(event.target.value)} /></div>`}
      <div class="q"><label for="p-desa">${t('pindahan.ke_desa')}</label><select class="in" id="p-desa" onChange=${event => setDesa(event.target.value)}><option value="">${t('pindahan.pilih')}</option>
        ${listed.map(one => html`<option key=${one.code} value=${one.code} selected=${one.code === chosen}>${desaOf(one)}, ${one.kabupaten}</option>`)}</select></div>
      <div class="q"><label for="p-setuju">${t('pindahan.setuju')}</label><input class="in" id="p-setuju" maxlength="100" aria-describedby="p-setuju-h" value=${agreed} onInput=${event => setAgreed(event.target.value)} />
        <p class="hint" id="p-setuju-h">${t('pindahan.setuju_jelas')}</p></div>
      <p class="small dim">${t('pindahan.yang_ikut')}</p>`}</div></${Dialog}>`
}
