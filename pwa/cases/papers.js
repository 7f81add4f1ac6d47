// The papers of a case: what it needs beside what the family has brought.
import { expired } from '../store/expiry.js'
import { localToday } from '../sync/clock.js'

/**
 * @typedef {{ key: string, paper: string, member: string|null, memberName: string, required: boolean, later: boolean, reason: string,
 *   document: any|null, why: string, state: 'diterima'|'ditolak'|'belum_dilihat'|'belum_ada'|'menyusul' }} CasePaper
 */

/**
 * @param {any} body of the case
 * @param {any[]} documents records of the family
 * @param {(member: string) => string} nameOf
 * @param {Map<string, any>} [deciding] verdicts that wait for the server, by document
 * @param {string} [today] YYYY-MM-DD
 * @returns {CasePaper[]} `why`: for what an officer turned the paper down
 */
export function papersOf (body, documents, nameOf, deciding = new Map(), today = localToday()) {
  const firm = (body.needs || []).filter(need => !need.asked)
  const used = new Set()
  const rows = firm.map(need => {
    const document = best(documents.filter(d => serves(d.body, need)).map(d => aged(d, need, today)))
    if (document) used.add(document.id)
    return row(need, document, nameOf, deciding)
  })
  const others = documents.filter(d => !used.has(d.id) && (d.body.photos || []).length && (body.needs || []).some(need => need.asked && serves(d.body, need)))
  return [...rows, ...others.map(d => row({ paper: d.body.paper, member: d.body.member, required: false, later: true, reason: '' }, d, nameOf, deciding))]
}

/** Whether a document is one that a need asks for; a need without a person takes anybody's. */
export const serves = (document, need) => document.paper === need.paper && (!need.member || document.member === need.member)

/** A document as the need sees it: one past its months has another state than it is kept with. */
const aged = (document, need, today) => expired(document.body, need.months, today) ? { ...document, body: { ...document.body, state: TOO_OLD } } : document

const TOO_OLD = 'kedaluwarsa'
const RANK = { ada: 0, menyusul: 2, belum: 3 }
const best = documents => documents.sort((a, b) => (RANK[a.body.state] ?? 1) - (RANK[b.body.state] ?? 1))[0] || null

function row (need, document, nameOf, deciding) {
  const member = need.member || (document && document.body.member) || null
  const decided = document && deciding.get(document.id)
  return {
    key: `${need.paper}:${member || '-'}`,
    paper: need.paper,
    member,
    memberName: member ? nameOf(member) : '',
    required: need.required,
    later: need.later,
    reason: need.reason || '',
    document,
    state: decided ? decided.state : stateOf(document),
    why: (decided ? decided.reason : document && (document.body.state === TOO_OLD ? TOO_OLD : document.body.verdict_reason)) || ''
  }
}

function stateOf (document) {
  if (!document || document.body.state === 'belum') return 'belum_ada'
  if (document.body.state === TOO_OLD) return 'ditolak'
  if (document.body.verdict) return document.body.verdict
  if (document.body.state === 'menyusul') return 'menyusul'
  return document.body.state === 'ada' ? 'belum_dilihat' : 'ditolak'
}

/** Whether the case may be accepted: every required paper that may not come later was taken. @param {CasePaper[]} papers */
export const complete = papers => papers.every(p => !p.required || p.later || p.state === 'diterima')
