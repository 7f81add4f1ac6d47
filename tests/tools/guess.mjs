// A form filled in at random, the same for the same seed.

/**
 * Answer at random: three rounds, since answers bring questions.
 * @param {any} form @param {number} seed @param {boolean} [sane] only answers that another engine takes as they are, and none that are calculated
 */
export function guess (form, seed, sane = false) {
  let state = seed
  const random = () => { // mulberry32
    state = (state + 0x6D2B79F5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const counts = new Set([...form.slots.values()].flatMap(({ node }) => node.count ? JSON.stringify(node.count).match(/\/data[^"]*/g) || [] : []))
  const pick = list => list[Math.floor(random() * list.length)]
  for (let round = 0; round < 3; round++) {
    for (const slot of form.slots.values()) {
      if (slot.node.kind === 'repeat' && !slot.node.count && random() < 0.7) {
        for (const row of form.instance.rowsOf(slot)) form.addRow(form.instance.ipath(slot, row), { id_anggota: 'm' + Math.floor(random() * 1e9) })
      }
    }
    if (round && random() < 0.3) removeSome(form, random)
    form.visit('/data', (slot, row) => {
      if (random() < 0.1 || (sane && slot.node.calculate)) return
      form.set(form.instance.ipath(slot, row), answer(slot, form.choices(slot, row), random, sane ? list => pick(list.filter(one => !WILD.has(one) && !(counts.has(slot.path) && one > 5))) : pick, sane))
    })
  }
}

/** Take a row away here and there. */
function removeSome (form, random) {
  for (const slot of form.slots.values()) {
    if (slot.node.kind !== 'repeat' || slot.node.count) continue
    for (const row of form.instance.rowsOf(slot)) {
      const rows = row.repeats.get(slot.path) || []
      if (rows.length > 1 && random() < 0.5) form.removeRow(form.instance.ipath(slot, row), Math.floor(random() * rows.length))
    }
  }
}

/** What no other engine would take. */
const WILD = new Set(['tidak_ada_di_daftar', '12a', '2.5', 'x', '11,5', '2026-02-30', '21 Nov', '24:00', 'pagi', '23:59:59.999+07:00', '2026-02-30T10:00:00', '2024-02-29', 'ya', ' '])

const DATES = ['2026-11-21', '2026-11-22', '1958-02-28', '2000-02-29', '2022-05-05', '2026-02-30', '21 Nov', '1899-12-31', '2012-12-12']

function answer (slot, choices, random, pick, sane) {
  const { type, name, range } = slot.node
  if (/^(setuju|hasil|punya)/.test(name) && random() < 0.8) return choices[0].name
  if (type === 'select_one') return pick([...choices.map(choice => choice.name), 'tidak_ada_di_daftar'])
  if (type === 'select_multiple') return choices.filter(() => random() < 0.3).map(choice => choice.name).reverse().join(' ')
  if (type === 'rank' && sane) return choices.map(choice => choice.name).sort(() => random() - 0.5).join(' ')
  if (type === 'rank') return choices.map(choice => choice.name).sort(() => random() - 0.5).slice(0, Math.floor(random() * 4)).join(' ')
  if (type === 'acknowledge') return pick(['OK', 'OK', 'ya', ''])
  if (type === 'time') return pick(['06:30', '23:59:59.999+07:00', '24:00', '', 'pagi'])
  if (type === 'datetime') return pick(['2026-11-21T06:30:00.000+07:00', '2026-02-30T10:00:00', '2024-02-29', ''])
  if (type === 'geopoint') return pick(['-6.55 106.72 180 5', '-6.56 106.73 0 5', ''])
  if (range && sane) return pick([range[0], range[1], range[0] + range[2]])
  if (range) return pick([range[0], range[1], range[0] + range[2], range[1] + 1, range[0] + range[2] / 2, ''])
  if (type === 'integer') return pick([0, 1, 2, 5, 30, 68, 600000, 1958, -3, '12a', '2.5', ''])
  if (type === 'decimal') return pick([0.5, 8.4, '11,5', 60, 'x', ''])
  if (type === 'date') return pick(DATES)
  return pick(['Icih', '3201991207850001', '+6281234567890', '12A', 'é😀', ' ', '', '32019912078500O1'])
}
