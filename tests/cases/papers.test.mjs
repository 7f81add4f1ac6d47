import assert from 'node:assert/strict'
import { test } from 'node:test'
import { complete, papersOf } from '../../pwa/cases/papers.js'

const need = (paper, more = {}) => ({ paper, member: null, required: true, later: false, asked: false, reason: '', ...more })
const document = (id, paper, body = {}) => ({ id, body: { paper, member: null, state: 'ada', verdict: null, photos: ['p'], ...body } })
const states = (needs, documents, deciding) => papersOf({ needs }, documents, id => id, deciding).map(p => p.state)

test('a paper is not there, not looked at, taken, or turned down', () => {
  assert.deepEqual(states([need('kk')], []), ['belum_ada'])
  assert.deepEqual(states([need('kk')], [document('d', 'kk')]), ['belum_dilihat'])
  assert.deepEqual(states([need('kk')], [document('d', 'kk', { verdict: 'diterima' })]), ['diterima'])
  assert.deepEqual(states([need('kk')], [document('d', 'kk', { verdict: 'ditolak' })]), ['ditolak'])
  assert.deepEqual(states([need('kk')], [document('d', 'kk', { state: 'menyusul' })]), ['menyusul'])
})

test('a paper turned down says why, also before the server has heard of it', () => {
  const why = (documents, deciding) => papersOf({ needs: [need('kk')] }, documents, id => id, deciding).map(paper => paper.why)
  assert.deepEqual(why([document('d', 'kk', { verdict: 'ditolak', verdict_reason: 'terpotong' })]), ['terpotong'])
  assert.deepEqual(why([document('d', 'kk')], new Map([['d', { state: 'ditolak', reason: 'buram' }]])), ['buram'])
  assert.deepEqual(why([document('d', 'kk', { verdict: 'ditolak', verdict_reason: 'buram' })], new Map([['d', { state: 'diterima' }]])), [''])
})

test('a verdict that waits for the server is shown at once', () => {
  assert.deepEqual(states([need('kk')], [document('d', 'kk')], new Map([['d', { state: 'diterima' }]])), ['diterima'])
})

test('a paper of another person does not serve', () => {
  assert.deepEqual(states([need('ktp_el', { member: 'm1' })], [document('d', 'ktp_el', { member: 'm2' })]), ['belum_ada'])
})

test('of several documents the one that is there speaks', () => {
  assert.deepEqual(states([need('kk')], [document('a', 'kk', { state: 'belum' }), document('b', 'kk')]), ['belum_dilihat'])
})

test('a paper past its months will not do until an officer has taken it again', () => {
  const old = more => papersOf({ needs: [need('sktm', { months: 3 })] }, [document('d', 'sktm', { held_since: '2026-08-01', verdict: 'diterima', verdict_at: '2026-08-02T00:00:00+00:00', ...more })], id => id, new Map(), '2026-11-22')
  assert.deepEqual(old({}).map(p => [p.state, p.why]), [['ditolak', 'kedaluwarsa']])
  assert.deepEqual(old({ verdict_at: '2026-11-22T00:00:00+00:00' }).map(p => p.state), ['diterima'])
})

test('what the officer asks about is listed only when a photo came', () => {
  assert.deepEqual(states([need('sktm', { asked: true })], []), [])
  assert.deepEqual(states([need('sktm', { asked: true })], [document('d', 'sktm')]), ['belum_dilihat'])
})

test('complete is: every required paper that may not come later was taken', () => {
  const of = (needs, documents) => complete(papersOf({ needs }, documents, id => id))
  assert.equal(of([need('kk')], [document('d', 'kk')]), false)
  assert.equal(of([need('kk')], [document('d', 'kk', { verdict: 'diterima' })]), true)
  assert.equal(of([need('kk', { later: true }), need('sktm', { required: false })], []), true)
})
