// Two people said two things: which of them shall it be? The same question on a kader's phone and at the desk.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Icon, NoteBox, Page, toast } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { rtOf } from '../shell/people.js'
import { companions } from '../shell/tasks.js'
import { all, get, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { outbox } from '../store/outbox.js'
import { inForce } from '../store/publications.js'
import { usePublication } from './catalogue.js'
import { keep } from './deciding.js'
import { usePhoto } from './viewer.js'
import { decisions, differenceOf, isDecided, openOnes } from './differences.js'

const othersOf = conflict => companions(conflict, all('conflict'))

/** @param {any} conflict record @returns {any} the words of it; looked at anew when the survey has come */
export function useDifference (conflict) {
  const visit = conflict && conflict.body.field === 'superseded_by' ? get(conflict.body.standing) : null
  const survey = usePublication('survey', visit ? visit.body.survey : (inForce('survey', 'kelayakan') || { hash: null }).hash)
  return conflict && differenceOf(conflict, { survey, get, me: mine().person, now: new Date(), others: othersOf(conflict) })
}

/** Put the decision into the outbox. @param {any} conflict @param {any} pick @returns {Promise<boolean>} whether it is kept */
export const decide = (conflict, pick) => keep(decisions(conflict, pick, mine().desa.code, othersOf(conflict)))

/** Those of a kader's open conflicts that still ask her. */
export const asksMe = (conflict, waiting, me) => !conflict.body.left && !isDecided(conflict, waiting) && [conflict.body.standing_person, conflict.body.other_person].includes(me)

/** The two values as rows to tap. @param {{ id: string, difference: any, pick: string, onPick: (pick: any) => void, leave?: boolean }} props */
export function Sides ({ id, difference, pick, onPick, leave = true }) {
  const own = difference.sides.some(({ mine }) => mine)
  const title = side => side.mine ? t('beda.punya_saya') : own || side.pick === 'standing' ? t('beda.di_puskesos') : t('beda.isian', { nama: side.by })
  return html`<fieldset class="q"><legend>${difference.label}${difference.member && html`<span class="hint reg">${difference.member}</span>`}</legend>
    ${difference.sides.map(side => html`<label class="choice" key=${side.pick}><input type="radio" name=${id} checked=${pick === side.pick} onChange=${() => onPick(side.pick)} />
      <span class="box"><span><b>${title(side)}</b>${side.lines.map(line => html`<${Line} key=${line.label} line=${line} />`)}
        <small><${Icon} name=${side.mine ? 'phone' : 'check'} /> ${[side.by, side.at].filter(Boolean).join(', ')}</small></span></span></label>`)}
    ${leave && html`<label class="choice"><input type="radio" name=${id} checked=${pick === 'leave'} onChange=${() => onPick('leave')} />
      <span class="box"><span>${t('konflik.biar_petugas')}<small>${t('beda.sementara')}</small></span></span></label>`}</fieldset>`
}

const Line = ({ line }) => line.photos?.length
  ? line.photos.map(id => html`<${Picture} key=${id} id=${id} />`)
  : line.label ? html`<small>${line.label}</small><span class="b">${line.text}</span>`
  : html`<span class="val">${line.mark ? html`${line.mark[0]}<mark>${line.mark[1]}</mark>${line.mark[2]}` : line.text}</span>`

function Picture ({ id }) {
  const [url, trouble] = usePhoto(id, true)
  return url ? html`<figure class="photo crop"><img src=${url} alt=${t('isian.photos')} /></figure>` : html`<small>${trouble || t('periksa.foto_menunggu')}</small>`
}

/** What the button says for each choice. @param {any} difference @param {string} pick */
export function buttonWords (difference, pick) {
  if (pick === 'leave') return t('konflik.biar_petugas')
  const side = difference.sides.find(one => one.pick === pick)
  return !side ? t('beda.pilih_dulu') : side.mine ? t('sync.pakai_saya') : pick === 'standing' || difference.sides.some(one => one.mine) ? t('sync.pakai_server') : t('beda.pakai', { nama: side.by })
}

/** The kader's screen. @param {{ id: string }} props of the conflict */
export function ChooseScreen ({ id }) {
  version.value // eslint-disable-line no-unused-expressions
  const conflict = get(id)
  const difference = useDifference(conflict && conflict.collection === 'conflict' ? conflict : null)
  const [pick, setPick] = useState('')
  if (!conflict || !difference) return html`<${Missing} text=${t('beda.tidak_ada')} />`
  const { body, area } = conflict
  const family = openOnes(all('conflict')).filter(one => one.body.family === body.family && (one.id === id || asksMe(one, outbox.value, mine().person)))
  const next = family.find(one => one.id !== id)
  const place = family.length > 1 ? t('beda.ke_dari', { i: family.findIndex(one => one.id === id) + 1, n: family.length }) : ''
  const sub = [[difference.family, rtOf(area)].join(', '), place].filter(Boolean).join(' · ')
  const standing = difference.sides[0]
  const save = () => decide(conflict, pick).then(kept => {
    if (!kept) return
    toast(t(pick === 'leave' ? 'konflik.diserahkan' : 'beda.tercatat'))
    next ? go(`/pilih/${next.id}`, { replace: true }) : go('/', { replace: true })
  })
  const open = !body.closed && !isDecided(conflict, outbox.value)
  const footer = open && html`<${Actions}><button type="button" class="btn wide" disabled=${!pick} onClick=${save}>${buttonWords(difference, pick)}</button></${Actions}>`
  return html`<${Page} title=${t('beda.judul')} sub=${sub} back="/" footer=${footer} stack="stack-l">
    ${body.closed
      ? html`<${NoteBox} kind="ok" icon="done"><p>${t('konflik.selesai', { nama: (body.chosen_by || {}).name || t('riwayat.server'), nilai: chosenWords(body, difference) })}</p></${NoteBox}>`
      : !open || body.left
          ? html`<${NoteBox} icon="clock"><p>${t(body.left ? 'konflik.diserahkan' : 'beda.menunggu_kirim')}</p></${NoteBox}>`
          : html`<${NoteBox} kind="warn" icon="two"><p>${t('beda.tanya', { nama: standing.mine ? difference.sides[1].by : standing.by })}</p></${NoteBox}>`}
    ${!body.closed && html`<${Sides} id="p" difference=${difference} pick=${pick} onPick=${setPick} />
    <p class="small dim">${t('beda.riwayat')}</p>`}</${Page}>`
}

/** The value that was chosen, as the screen calls it. */
function chosenWords (body, difference) {
  const side = difference.sides.find(({ pick }) => JSON.stringify(body[pick]) === JSON.stringify(body.chosen))
  return side ? side.lines.map(({ text }) => text).slice(0, 1).join('') : t('beda.yang_baru')
}
