// The officers' review: papers on the left, the photo in the middle, what was typed on the right; a verdict a paper, a decision a case.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, Icon } from '../shell/frame.js'
import { Key, useKeys } from '../shell/keys.js'
import { Missing } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { all, bodyOf, get, of, version } from '../store/records.js'
import { actionChange, decidedNow } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { now } from '../sync/clock.js'
import { useCatalogue, usePublication } from './catalogue.js'
import { DataPane } from './data.js'
import { decide, isWaiting, undo, waitingVerdicts } from './deciding.js'
import { CancelDialog, LaterDialog, notMine } from './later.js'
import { Lease } from './lease.js'
import { complete, papersOf } from './papers.js'
import { nextAfter, rowsOf } from './rows.js'
import { mayChooseDay, ScheduleDialog } from './schedule.js'
import { isLater, mayCancel, stepsFrom } from './steps.js'
import { RejectDialog, SendBackDialog } from './send-back.js'
import { Viewer, usePhoto } from './viewer.js'
import { answersOf } from './answers.js'
import { namesOf, photoWords, reasonWords, StatusChip } from './words.js'

/** @param {{ id: string }} props of the case */
export function ReviewCaseScreen ({ id }) {
  version.value // eslint-disable-line no-unused-expressions
  const record = get(id)
  const catalogue = useCatalogue()
  const [picked, setAt] = useState(-1) // none yet: the first paper nobody has looked at
  const [look, setLook] = useState({ zoom: 1, turn: 0, page: -1 })
  const [asking, setAsking] = useState('')
  const visit = record ? get(record.body.visit) : null
  const survey = usePublication('survey', visit ? visit.body.survey : null)
  if (!record) return html`<${Missing} text=${t('periksa.tidak_ada')} />`
  const names = namesOf(catalogue)
  const family = bodyOf(record.body.family)
  const papers = papersOf(record.body, of('document', 'family', record.body.family), member => bodyOf(member).full_name || '', waitingVerdicts())
  const pictures = survey && visit ? answersOf(survey, visit.body.answers || {}, visit.body).photos() : []
  const inPapers = new Set(papers.flatMap(({ document }) => (document && document.body.photos) || []))
  const visitPhotos = pictures.map(picture => picture.id).filter(photo => !inPapers.has(photo))
  const last = papers.length - (visitPhotos.length ? 0 : 1)
  const at = picked < 0 ? Math.max(0, papers.findIndex(({ state }) => state === 'belum_dilihat')) : picked
  const here = papers[Math.min(at, last)]
  const photos = here ? (here.document && here.document.body.photos) || [] : visitPhotos
  const page = look.page < 0 ? (here ? photos.length - 1 : 0) : look.page
  const { label } = pictures.find(picture => picture.id === photos[page]) || { label: '' }
  const sub = [label, here && here.document && photoWords(here.document.body)].filter(Boolean).join('. ')
  const title = here ? [names.paper(here.paper), here.memberName].filter(Boolean).join(', ') : visitPhotos.length ? t('periksa.foto_rumah') : t('berkas.judul')
  const { status } = record.body
  const steps = isWaiting(id) ? [] : stepsFrom(status, mine().roles)
  const open = status === 'terkirim' && !isWaiting(id) // its papers are looked through by whoever works here
  const undecided = open && steps.length > 0
  const ready = complete(papers)
  const lacking = papers.some(p => p.state === 'ditolak' || (p.required && !p.later && p.state === 'belum_ada'))
  const fit = { zoom: 1, turn: 0, page: -1 }
  const move = i => { setAt(Math.min(Math.max(i, 0), last)); setLook(fit) }
  const about = async (action, args, said) => {
    const paper = here
    const next = papers.findIndex((p, i) => p.state === 'belum_dilihat' && p.key !== paper.key && i !== at)
    setAsking('')
    const kept = await decide([actionChange(action, paper.document.id, args)], t(said, { berkas: title }), title, () => go(`/periksa/${id}`, { replace: true }))
    if (kept && next >= 0) move(next)
  }
  const accept = () => { if (here && here.document && open && here.state !== 'diterima') about('document.accept', {}, 'periksa.berkas_diterima') }
  const reject = (reason, note) => about('document.reject', { reason, note }, 'periksa.berkas_ditolak')
  const toNext = () => {
    const next = nextAfter(rowsOf(all('case'), { get, of }, decidedNow()), id, { get, of }, now().getTime())
    go(next ? `/periksa/${next.id}` : '/masuk', { replace: true })
  }
  const close = async change => {
    setAsking('')
    const kept = await decide([change], t('periksa.tercatat'), family.head_name || '', () => go(`/periksa/${id}`))
    if (kept && status === 'terkirim') toNext()
  }
  const makeReady = () => { if (undecided && ready) close(actionChange('case.accept', id, {})) }
  const zoomBy = step => setLook({ ...look, zoom: Math.min(6, Math.max(0.5, look.zoom * step)) })
  const turn = () => setLook({ ...look, turn: (look.turn + 90) % 360 })
  useKeys({
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at - 1),
    t: accept,
    x: () => here && here.document && open && setAsking('tolak'),
    k: () => undecided && setAsking('kembalikan'),
    s: makeReady,
    n: toNext,
    u: undo,
    o: turn,
    '+': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    0: () => setLook({ ...fit, page: look.page }),
    Escape: () => go('/masuk')
  })
  const [rw = '', rt = ''] = record.area.split('/')
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/masuk" aria-label=${t('periksa.ke_kotak')}><${Icon} name="back" /></a>
    <div><h1>${family.head_name} <span class="dim reg nowrap">${record.body.number}</span></h1>
      <p class="small dim">${names.service(record.body.service)} · ${t('wilayah.rtrw', { rt, rw })} · ${(record.body.by || {}).name}</p></div></div>
    <p class="wrap right">${record.body.urgency && record.body.urgency !== 'biasa' && html`<${Chip} kind="bad" icon="clock">${t('urgensi.' + record.body.urgency)}</${Chip}>`}
      ${PRIORITY.has(record.body.queue_number && record.body.queue_number[0]) && html`<${Chip} kind="info" icon="elder">${t('hari.didahulukan')}</${Chip}>`}
      <${StatusChip} body=${record.body} />${mayCancel(status, mine().roles) && !isWaiting(id) && html`<button type="button" class="link" onClick=${() => setAsking('batal')}>${t('langkah.batal')}</button>`}${open && html`<button type="button" class="btn two s" onClick=${toNext}>${t('periksa.berikut')} <${Key} of="N" /></button>`}${isWaiting(id) && html`<${Chip} kind="info" icon="send">${t('periksa.belum_terkirim')}</${Chip}>`}</p></div>`
  const state = here ? t('periksa.berkas_ke', { i: Math.min(at, last) + 1, n: papers.length, status: t('paper_state.' + here.state).toLowerCase() }) : ''
  const keys = KEYS.map(key => [key, t('periksa.k_' + (NAMED[key] || key.toLowerCase()))])
  return html`<${DeskPage} title=${t('periksa.judul', { nama: family.head_name || '' })} head=${head} keys=${keys} quiet name=${mine().name} desa=${mine().desa.name}>
    ${open && html`<${Lease} id=${id} />`}
    <div class="panes review">
      <section class="pane" aria-label=${t('berkas.judul')}>
        <div class="pane-h"><h2>${t('periksa.berkas')} <${Key} of="↑" /> <${Key} of="↓" /></h2><span class="small dim">${t('meja.n_dari', { ada: papers.filter(p => p.state === 'diterima').length, n: papers.length })}</span></div>
        ${papers.map((p, i) => html`<${Slot} key=${p.key} paper=${p} name=${names.paper(p.paper)} current=${i === at} onPick=${() => move(i)} />`)}
        ${papers.length === 0 && html`<p class="pane-b dim">${t('periksa.tanpa_berkas')}</p>`}
        ${visitPhotos.length > 0 && html`<${VisitSlot} photos=${visitPhotos} current=${!here} onPick=${() => move(papers.length)} />`}
        <${Asked} body=${record.body} names=${names} />
      </section>
      <${Viewer} photos=${photos} at=${page} title=${title} sub=${sub}
        zoom=${look.zoom} turn=${look.turn} onPage=${page => setLook({ ...fit, page })} onZoom=${zoom => setLook({ ...look, zoom, turn: zoom === 1 ? 0 : look.turn })} onTurn=${turn} />
      <${DataPane} record=${record} catalogue=${catalogue} member=${here ? here.member : null} papers=${papers.map(({ paper, document }) => ({ name: names.paper(paper), document }))} />
    </div>
    <div class="decide" role="region" aria-label=${t('periksa.keputusan')}>
      ${status === 'terkirim' ? html`<p class="line"><button class="btn two" disabled=${!open || !here || !here.document || here.state === 'diterima'} onClick=${accept}>${t('periksa.terima_berkas')} <${Key} of="T" /></button>
        <button class="btn bad" disabled=${!open || !here || !here.document} onClick=${() => setAsking('tolak')}>${t('periksa.tolak_berkas')} <${Key} of="X" /></button></p>` : html`<p></p>`}
      <p class="mid-t dim">${state}${undecided && !ready && html`<br /><span id="belum-siap">${t('periksa.belum_bisa_siap')}</span>`}
        ${(status === 'terkirim' || isLater(status)) && !isWaiting(id) && !steps.length && html`<br />${notMine(status)}`}</p>
      ${isLater(status) ? html`<p class="line"><button class="btn" disabled=${!steps.length} onClick=${() => setAsking('langkah')}>${t('langkah.tombol')}</button></p>`
      : status !== 'terkirim' && !mayChooseDay(record.body) ? html`<p></p>` : mayChooseDay(record.body) ? html`<p class="line">${record.body.arrival && html`<b>${t('kasus.datang', { jam: record.body.arrival, nomor: record.body.queue_number })}</b>`}
        <button class=${record.body.arrival ? 'btn two' : 'btn'} disabled=${isWaiting(id)} onClick=${() => setAsking('jadwal')}>${t(record.body.arrival ? 'jadwal.ganti' : 'jadwal.tombol')}</button></p>` : html`
      <p class="line"><button class=${lacking ? 'btn' : 'btn two'} disabled=${!undecided} onClick=${() => setAsking('kembalikan')}>${t('periksa.kembalikan')} <${Key} of="K" /></button>
        <button class=${ready ? 'btn' : 'btn two'} aria-disabled=${!undecided || !ready} aria-describedby=${ready ? undefined : 'belum-siap'} onClick=${makeReady}>${t('periksa.terima')} <${Key} of="S" /></button></p>`}</div>
    ${asking === 'jadwal' && html`<${ScheduleDialog} record=${record} name=${family.head_name || ''} onClose=${() => setAsking('')} />`}
    ${asking === 'langkah' && html`<${LaterDialog} record=${record} name=${family.head_name || ''} onStep=${close} onClose=${() => setAsking('')} />`}
    ${asking === 'batal' && html`<${CancelDialog} record=${record} name=${family.head_name || ''} onCancel=${close} onClose=${() => setAsking('')} />`}
    ${asking === 'tolak' && html`<${RejectDialog} title=${title} onReject=${reject} onClose=${() => setAsking('')} />`}
    ${asking === 'kembalikan' && html`<${SendBackDialog} record=${record} family=${family} papers=${papers} names=${names}
      onSend=${args => close(actionChange('case.send_back', id, args))} onClose=${() => setAsking('')} />`}
  </${DeskPage}>`
}

const PRIORITY = new Set(['P'])

const KEYS = ['↑ ↓', 'T', 'X', '+', '-', 'O', '0', 'G', 'K', 'S', 'N', 'U']
const NAMED = { '↑ ↓': 'berkas', '+': 'besar', '-': 'kecil', 0: 'pas' } // what has no letter of its own in the table of texts

const MARK = { diterima: ['ok', 'done'], ditolak: ['bad', 'x'], belum_dilihat: ['hollow', 'clock'], belum_ada: ['warn', 'warn'], menyusul: ['info', 'clock'] }

const SEEN = { diterima: ['', 'check'], ditolak: ['bad', 'x'] }

function Slot ({ paper, name, current, onPick }) {
  const [kind, icon] = MARK[paper.state]
  const photos = paper.document ? paper.document.body.photos || [] : []
  const [url] = usePhoto(photos[photos.length - 1] || null, true)
  const [doubt] = paper.document && paper.state === 'belum_dilihat' ? String(paper.document.body.photo_verdict || '').split(' ').filter(code => code && code !== 'jelas') : []
  const reason = paper.state === 'ditolak' && paper.why
  return html`<button class="slot" aria-current=${current ? 'true' : undefined} onClick=${onPick}>
    <span class=${url ? 'thumb' : 'thumb none'}>${url ? html`<img src=${url} alt="" />` : html`<${Icon} name="page" />`}${SEEN[paper.state] && html`<span class=${`verdict ${SEEN[paper.state][0]}`}><${Icon} name=${SEEN[paper.state][1]} /></span>`}</span>
    <span class="stack-s"><span class="b">${name}${paper.memberName ? ` ${paper.memberName}` : ''}${photos.length > 1 ? ` (${photos.length})` : ''}</span><br />
      <${Chip} kind=${kind} icon=${icon}>${t('paper_state.' + paper.state)}${reason ? `: ${reasonWords(reason)}` : ''}</${Chip}>
      ${doubt && html`<br /><${Chip} kind="warn" icon="warn">${t('foto_judul.' + doubt)}</${Chip}>`}</span></button>`
}

/** The photos the answers name: the house, the signature. No verdict is asked of them. */
function VisitSlot ({ photos, current, onPick }) {
  const [url] = usePhoto(photos[0], true)
  return html`<button class="slot" aria-current=${current ? 'true' : undefined} onClick=${onPick}>
    <span class=${url ? 'thumb' : 'thumb none'}>${url ? html`<img src=${url} alt="" />` : html`<${Icon} name="page" />`}</span>
    <span class="stack-s"><span class="b">${t('periksa.foto_rumah')}</span><br /><${Chip} kind="hollow" icon="camera">${t('periksa.n_foto', { n: photos.length })}</${Chip}></span></button>`
}

/** Papers that no answer decides: the officer asks. */
function Asked ({ body, names }) {
  const asked = [...new Set((body.needs || []).filter(n => n.asked).map(n => names.paper(n.paper)))]
  return asked.length ? html`<p class="small dim pane-b">${t('periksa.ditanyakan', { daftar: asked.join(', ') })}</p>` : null
}
