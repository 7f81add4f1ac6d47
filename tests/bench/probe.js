// Runs before the application in every page of the bench: says when something asked for stood painted, and when a draft lay on the disk.
window.probe = {
  /** ms since `from` (performance.now, or 0: the page's beginning) until `selector` is there and a frame with it was made. */
  painted (selector, from) {
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${selector} never came`)), 60000)
      const look = () => document.querySelector(selector) ? (watch.disconnect(), this.frame().then(at => resolve(at - from))) : undefined
      const watch = new MutationObserver(look)
      watch.observe(document, { subtree: true, childList: true, attributes: true })
      look()
    })
  },
  /** When the next frame has been made. @returns {Promise<number>} */
  frame: () => new Promise(resolve => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(performance.now())
    port2.postMessage(0)
  })),
  /** Tap what `link` names; ms until `selector` is painted. */
  tap (link, selector) {
    const from = performance.now()
    const painted = this.painted(selector, from)
    document.querySelector(link).click()
    return painted
  },
  /** Begin a visit under the survey of that hash, as StartScreen does for the home visit. @returns {Promise<string>} the draft's id */
  async draft (survey) {
    const [{ newDraft }, { saveDraft }, { all }] = await Promise.all([import('/visits/draft.js'), import('/store/drafts.js'), import('/store/records.js')])
    const house = all('building')[0]
    const draft = newDraft({ survey, mode: 'lengkap', area: house.area, building: house.id, newBuilding: null, family: null, prefilled: null, now: new Date() })
    await saveDraft(draft)
    return draft.id
  },
  /** Answer the question number `nth` of the page, or the next that can be; not the first, which opens the other pages. */
  touch (nth) {
    const rows = [...document.querySelectorAll('#f .q')].slice(1)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[(nth + i) % rows.length]
      const radio = [...row.querySelectorAll('input[type=radio]')]
      if (radio.length) return this.answer(() => radio[(radio.findIndex(one => one.checked) + 1) % radio.length].click())
      const text = row.querySelector('input[type=text]')
      if (text) return this.answer(() => type(text, text.value + '1'))
    }
    throw new Error('nothing to answer here')
  },
  saved: null,
  /** Touch something, and wait until what follows is painted and the draft with it is kept: ms of both. */
  async answer (touch) {
    const kept = new Promise((resolve, reject) => {
      this.saved = resolve
      setTimeout(() => reject(new Error('nothing was kept')), 20000)
    })
    const from = performance.now()
    touch()
    const [painted, saved] = await Promise.all([this.frame(), kept])
    return { painted: painted - from, saved: saved - from }
  }
}
const type = (input, value) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

const begin = IDBDatabase.prototype.transaction
IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
  const transaction = begin.call(this, stores, mode, ...more)
  if (mode === 'readwrite' && [].concat(stores).includes('drafts')) {
    const told = window.probe.saved
    if (told) { window.probe.saved = null; transaction.addEventListener('complete', () => told(performance.now())) }
  }
  return transaction
}
