// An open draft: the survey's form over it, and the promise that every answer is kept at once.
import { currentEnrolment } from '../store/device.js'
import { draft as loadDraft, saveDraft } from '../store/drafts.js'
import { publication } from '../store/publications.js'
import { mine } from '../store/me.js'
import { t } from '../text/text.js'
import { localNow, localToday } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { hiddenValues, taskOf } from './draft.js'
import { ASKED, pathOf } from './meaning.js'

/** What is said of an answer that has no message of its own. */
export const MESSAGES = () => ({
  required: t('galat.wajib'),
  number: t('galat.angka'),
  integer: t('galat.bulat'),
  date: t('galat.tanggal'),
  time: t('galat.jam'),
  range: t('galat.rentang'),
  choice: t('galat.pilihan'),
  constraint: t('galat.batas'),
  long: t('galat.panjang')
})

/**
 * Open a draft and its survey.
 * @param {string} id of the draft
 * @param {typeof import('../survey/engine/form.js').openForm} openForm
 * @returns {Promise<Session|null>} null when there is no such draft on this phone
 */
export async function openSession (id, openForm) {
  const draft = await loadDraft(id)
  if (!draft) return null
  const survey = await publication(draft.survey)
  const form = openForm(survey, {
    answers: draft.answers,
    hidden: hiddenValues(draft, mine()),
    today: localToday(),
    now: localNow(),
    mode: draft.mode,
    language: draft.language,
    device: { deviceid: asksDevice(survey.nodes) ? (await currentEnrolment())?.id || '' : '', username: mine().name },
    messages: MESSAGES()
  })
  const role = pathOf(survey, ASKED.role)
  if (role && !form.get(role)) form.set(role, taskOf(mine().roles))
  return new Session(draft, survey, form)
}

const asksDevice = nodes => nodes.some(node => node.type === 'deviceid' || (node.children && asksDevice(node.children)))

/** What the screens of one visit share. */
export class Session {
  constructor (draft, survey, form) {
    this.draft = draft
    this.survey = survey
    this.form = form
    this.head = pathOf(survey, ASKED.head)
    this.saving = Promise.resolve()
  }

  /** Keep an answer: in the form, and on the phone before anything else happens. */
  answer (ipath, value) {
    this.form.set(ipath, value)
    return this.keep({ question: ipath })
  }

  /** Have the visit open at a question that somebody wants to look at: its field takes the focus, and says what is wrong. @param {string} ipath */
  seek (ipath) {
    return this.keep({ question: ipath, sought: true })
  }

  /** Have the short visit ask everything from now on, with what was answered, and open at a question. @param {string} ipath */
  complete (ipath) {
    return this.keep({ mode: 'lengkap', question: ipath, sought: true })
  }

  /** A new row, there at once. @param {string} ipath of the repeat @returns {{ index: number, kept: Promise<void> }} */
  addRow (ipath) {
    const ids = this.idNames(ipath).map(name => [name, uuid7()])
    const index = this.form.addRow(ipath, Object.fromEntries(ids))
    return { index, kept: this.keep({}) }
  }

  /** The hidden questions of a repeat that hold the id of each row's record. @returns {string[]} */
  idNames (ipath) {
    return this.form.node(ipath).children.filter(child => child.type === 'hidden' && child.name.startsWith('id_')).map(child => child.name)
  }

  /** What the survey calls this visit (instance_name); '' while it does not know whose it is. */
  name () {
    return this.head && !this.form.get(this.head) ? '' : this.form.name.trim()
  }

  /** The id of a row's record, '' where the survey gives rows none. */
  rowId (ipath, index) {
    const [name] = this.idNames(ipath)
    return name ? this.form.get(`${ipath}[${index}]/${name}`) : ''
  }

  /** Show the survey in another of its languages, now and when the draft is opened again. @param {string} language */
  speak (language) {
    this.form.speak(language)
    return this.keep({ language })
  }

  removeRow (ipath, index) {
    this.form.removeRow(ipath, index)
    return this.keep({})
  }

  /**
   * Write the whole draft, with what lists say of it: whose it is and how far. Writes follow each other in the order of typing.
   * @param {any} changes beside the answers
   */
  keep (changes) {
    const { form } = this
    const title = (this.head && form.get(this.head)) || ''
    this.draft = { ...this.draft, ...changes, title, name: this.name(), progress: form.progress(), answers: form.answers(), updated_at: new Date().toISOString() }
    const whole = this.draft
    this.saving = this.saving.catch(() => {}).then(() => saveDraft(whole))
    return this.saving
  }
}
