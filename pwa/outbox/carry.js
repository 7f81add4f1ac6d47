// Where no signal comes for days: what is not sent, as a file to carry to the office.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { currentEnrolment } from '../store/device.js'
import { Empty, Icon, OwnPage } from '../shell/frame.js'
import { SaveFile } from '../shell/carry.js'

const STEPS = ['simpan', 'bawa', 'terima', 'hapus']

export const CarryScreen = () => html`<${OwnPage} title=${t('bawa.judul')} back="/kiriman"><${Body} /></${OwnPage}>`

function Body () {
  const [person, setPerson] = useState(/** @type {import('../store/device.js').Enrolment | null} */ (null))
  useEffect(() => { currentEnrolment().then(setPerson) }, [])
  return person && html`<${SaveFile} person=${person} none=${html`<${Empty} icon="done" action=${html`<a class="btn two" href="/kiriman">${t('bawa.ke_kiriman')}</a>`}>${t('bawa.kosong')}</${Empty}>`}>
    <section class="stack"><h2>${t('bawa.caranya')}</h2><ol class="stack-s">${STEPS.map((step, index) => html`<li key=${step}>${index + 1}. ${t(`bawa.langkah_${step}`)}</li>`)}</ol></section>
    <p class="small dim"><${Icon} name="lock" /> ${t('bawa.terkunci')}</p></${SaveFile}>`
}
