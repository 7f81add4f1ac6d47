// One family to be told something: the ready WhatsApp text, which a person sends, or the way there on foot.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { all, get, of } from '../store/records.js'
import { localToday } from '../sync/clock.js'
import { actionChange, enqueue } from '../store/outbox.js'
import { Actions, EmergencyButton, Icon, NoteBox, Page, errorText, toast } from './frame.js'
import { Missing } from './trouble.js'
import { rtOf } from './people.js'
import { usePaperNames } from './home.js'
import { toSay } from './said.js'
import { taskTitle } from './tasks.js'
import { serviceWeek } from './week.js'
import { back } from './router.js'

/** @param {{ id: string }} props of a notice */
export function TellScreen ({ id }) {
  const [trouble, setTrouble] = useState('')
  const paperName = usePaperNames()
  const notice = get(id)
  if (!notice) return html`<${Missing} text=${t('kabar.tidak_ada')} />`
  const family = get(notice.body.family)
  const { kind, channel, text, wa } = notice.body
  const name = family ? family.body.head_name : t('warga.tanpa_nama')
  const done = async () => {
    try {
      await enqueue([actionChange('notice.done', id)], { title: name })
      back('/')
      toast(t('kabar.dicatat'))
    } catch (error) { setTrouble(errorText(error)) }
  }
  const copy = () => navigator.clipboard.writeText(text).then(() => toast(t('kabar.tersalin')), () => setTrouble(t('kabar.salin_sendiri')))
  const say = family && !text ? toSay(notice.body, of('case', 'family', family.id), { get, paperName, cutoff: serviceWeek(all('service_day'), localToday()).cutoff }) : null
  const digits = (wa || '').replace(/\D/g, '')
  return html`<${Page} title=${taskTitle(notice.body)} sub=${[name, family && rtOf(family.area)].filter(Boolean).join(', ')} back="/"
    footer=${html`<${Actions} note=${kind === 'dicabut' ? '' : t('kabar.sesudah')}><button type="button" class="btn wide" onClick=${done}><${Icon} name="check" />${t(kind === 'dicabut' ? 'kabar.dibaca' : 'kabar.sudah')}</button></${Actions}>`}>
    <section class="stack"><h2>${t(`kabar.${kind}`)}</h2>
      ${channel === 'wa' && text ? html`<p class="bubble">${text}</p>` : html`<${NoteBox} icon="talk"><p>${text || t('kabar.datangi')}</p></${NoteBox}>`}
      ${say && html`<p class="b">${say.lead}</p><ul class="card stack-s">${say.items.map(item => html`<li key=${item}>${item}</li>`)}</ul>`}
      ${channel === 'wa' && text && html`${digits && html`<a class="btn two wide" href=${`https://wa.me/${digits}?text=${encodeURIComponent(text)}`} target="_blank" rel="noopener noreferrer"><${Icon} name="chat" />${t('kabar.buka_wa')}</a>
        <a class="btn two wide" href=${`sms:${wa}?body=${encodeURIComponent(text)}`}><${Icon} name="phone" />${t('kabar.sms')}</a>`}
        <button type="button" class="btn two wide" onClick=${copy}><${Icon} name="page" />${t('wa.salin')}</button><p class="small dim">${t('wa.jangan_foto_ktp')}</p>`}
      ${trouble && html`<p role="alert" class="bad-t">${trouble}</p>`}
      ${family && html`<a class="link" href=${`/warga/${family.id}`}>${t('kabar.lihat_keluarga')}</a>`}</section>
    <${EmergencyButton} /></${Page}>`
}
