// Answers every question about every member with the phone's own engine, and looks at what that changed, as a screen does:
// {survey, sizes, rounds, moment} on standard input → {size: [ms an answer, of each round]}.
import { readFileSync } from 'node:fs'
import { openForm } from '../../pwa/survey/engine/form.js'

const WARM = 20
const { survey, sizes, rounds, moment } = JSON.parse(readFileSync(0, 'utf8'))
const anggota = survey.nodes.find(node => node.kind === 'repeat')
const said = node => ({ date: '1990-05-17', integer: 4, text: 'Rukmini' })[node.type] || 'ya'

function answered (members) {
  const form = openForm(survey, { today: moment.slice(0, 10), now: moment })
  for (let n = 0; n < members; n++) form.addRow(anggota.path)
  let count = 0
  const begun = performance.now()
  for (let n = 0; n < members; n++) {
    for (const node of anggota.children.filter(({ type }) => type !== 'calculate')) {
      for (const ipath of form.set(`${anggota.path}[${n}]/${node.name}`, said(node))) form.state(ipath)
      count++
    }
  }
  return (performance.now() - begun) / count
}

const spent = {}
for (const size of sizes) {
  for (let n = 0; n < WARM; n++) answered(size) // the language's own compiler has done its work
  spent[size] = Array.from({ length: rounds }, () => answered(size))
}
process.stdout.write(JSON.stringify(spent))
