// The checklist of papers: what the catalogue asks for, beside what the kader and the desk already know. Pure.
import { expired } from '../store/expiry.js'

/**
 * @typedef {{ key: string, paper: string, name: string, member: string|null, memberName: string, services: string[], required: boolean,
 *   later: boolean, asked: boolean, reason: string, issuer: string, form: string, months: number|null, original: boolean, about: string,
 *   state: string, copy: string|null, photos: string[], photo_verdict: string|null, kept_reason: string|null, qr_other: string|null, record: string|null, question: string|null, earlier: boolean }} Line
 *   asked: no answer decides it, the officer asks; qr_other: a number in its QR code that nobody typed; question: its photos are answers of this visit, the first to this question;
 *   earlier: it lies at the desk since an earlier visit
 */

/**
 * @param {{ papers: { paper: string, member: number|null, services: string[], required: boolean, later: boolean, outcome: string, reasons: string[] }[],
 *   catalogue: any, people: { id: string, name: string }[], marked: Record<string, any>, known: any[],
 *   answered?: Record<string, { question: string, photos: string[] }>, today?: string }} given
 *   people: members in roster order; marked: the draft's papers by key; known: document records of the family;
 *   answered: papers of the family that the survey itself asked photos of, by code; today: YYYY-MM-DD, by which a known one may be too old
 * @returns {Line[]} required first, then the others, those the officer asks about last
 */
export function checklist ({ papers, catalogue, people, marked, known, answered = {}, today = '' }) {
  const lines = papers.map(need => {
    const person = need.member === null || need.member === undefined ? null : people[need.member]
    const member = person ? person.id : null
    const key = keyOf(need.paper, member)
    const about = catalogue.papers.find(p => p.code === need.paper) || {}
    const mine = marked[key]
    const held = known.filter(d => d.body.paper === need.paper && (d.body.member || null) === member && d.body.state === 'ada' && d.body.verdict !== 'ditolak')
    const good = held.find(d => !expired(d.body, about.months, today))
    const theirs = good || (held[0] && { ...held[0], body: { ...held[0].body, state: 'kedaluwarsa' } })
    const shown = member === null && !good && (mine || {}).state !== 'ada' ? answered[need.paper] : undefined
    const now = shown ? { record: (mine || {}).record, state: 'ada', photos: shown.photos } : mine || (theirs && { ...theirs.body, record: theirs.id }) || {}
    return {
      key,
      paper: need.paper,
      name: about.name || need.paper,
      member,
      memberName: person ? person.name : '',
      services: need.services,
      required: need.required,
      later: need.later,
      asked: need.outcome === 'ditanyakan',
      reason: need.reasons.join('. '),
      issuer: about.issuer || '',
      form: about.form || '',
      months: about.months || null,
      original: /^asli/.test(about.form || ''),
      about: about.marks || '',
      state: now.state || '',
      copy: now.copy || null,
      photos: now.photos || [],
      photo_verdict: now.photo_verdict || null,
      kept_reason: now.kept_reason || null,
      qr_other: now.qr_other || null,
      record: now.record || null,
      question: shown ? shown.question : null,
      earlier: !mine && Boolean(theirs)
    }
  })
  const rank = line => line.asked ? 2 : line.required ? 0 : 1
  return lines.sort((a, b) => rank(a) - rank(b))
}

/** One name for a paper of a person (or of the family). @param {string} paper @param {string|null} member */
export const keyOf = (paper, member) => `${paper}:${member || '-'}`

/** Required papers that are neither there nor allowed to come later. @param {Line[]} lines */
export const missing = lines => lines.filter(line => line.required && !line.asked && line.state !== 'ada' && !line.later)

/** Lines by the person they belong to, the family's own first. @param {Line[]} lines */
export function byPerson (lines) {
  const groups = new Map()
  for (const line of lines) {
    const key = line.member || ''
    if (!groups.has(key)) groups.set(key, { name: line.memberName, lines: [] })
    groups.get(key).lines.push(line)
  }
  return [...groups.entries()].sort(([a], [b]) => (a === '' ? -1 : b === '' ? 1 : 0)).map(([, group]) => group)
}
