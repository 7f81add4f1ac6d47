// The little of Markdown that labels may hold, and that nothing else in them is obeyed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pieces, unmarked } from '../../pwa/survey/engine/marks.js'

const kinds = text => pieces(text).map(({ kind, text: inner }) => [kind, inner])

const ROWS = [
  ['two stars are strong', '**Nama** kepala', [['strong', 'Nama'], ['text', ' kepala']]],
  ['so are two lines', '__Nama__', [['strong', 'Nama']]],
  ['one star is emphasis', 'isi *semua* ya', [['text', 'isi '], ['em', 'semua'], ['text', ' ya']]],
  ['a line inside a word is a letter', 'id_anggota_baru', [['text', 'id_anggota_baru']]],
  ['a star between spaces is a sign', '2 * 3 * 4', [['text', '2 * 3 * 4']]],
  ['a backslash takes the next sign as it is', '\\*wajib\\*', [['text', '*'], ['text', 'wajib'], ['text', '*']]],
  ['a line may be a heading', '# Bagian A\nisi', [['heading', 'Bagian A'], ['text', '\n'], ['text', 'isi']]],
  ['a link goes to the web only', '[x](https://a.id) [y](javascript:alert(1))', [['link', 'x'], ['text', ' [y](javascript:alert(1))']]],
  ['a tag is text', '<img src=x onerror=alert(1)>', [['text', '<img src=x onerror=alert(1)>']]],
  ['a mark that is never closed is text', '**awal', [['text', '**awal']]]
]

for (const [says, text, wanted] of ROWS) test(says, () => assert.deepEqual(kinds(text), wanted))

test('marks stand in each other', () => {
  assert.deepEqual(pieces('**a _b_**')[0].parts.map(part => part.kind), ['text', 'em'])
})

test('without marks it is what a person reads', () => {
  assert.equal(unmarked('# **Nama** [lihat](https://a.id)'), 'Nama lihat')
})

test('thousands of open marks take no time', () => {
  const begun = Date.now()
  for (const sign of ['*', '**', '_a', '[', '\\']) unmarked(sign.repeat(5000))
  assert.ok(Date.now() - begun < 2000)
})
