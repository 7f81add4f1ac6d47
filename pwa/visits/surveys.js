// Which surveys a visit may follow: the home visit first, then whatever else was published for this desa.
import { useEffect, useState } from '../vendor/ui.js'
import { inForce, listed, publication } from '../store/publications.js'
import { localToday } from '../sync/clock.js'

export const HOME = 'kelayakan'

/**
 * @param {boolean} known whether the family is: a survey that makes no family can only be asked of one that exists
 * @returns {{ code: string, title: string, quick: boolean }[]}
 */
export function useSurveys (known) {
  const [found, setFound] = useState(/** @type {any[]} */ ([]))
  useEffect(() => { surveysFor(known).then(setFound, () => {}) }, [known, listed.value])
  return found
}

/** The same, asked once. @param {boolean} known */
export async function surveysFor (known) {
  const codes = new Set([HOME, ...listed.value.filter(({ kind }) => kind === 'survey').map(({ code }) => code).sort()])
  const surveys = await Promise.all([...codes].map(async code => {
    const held = inForce('survey', code, localToday())
    const body = held && await publication(held.hash)
    return body ? [{ code, title: body.title, quick: asksQuick(body.nodes), makes: body.entities.some(({ list, repeat }) => list === 'family' && !repeat) }] : []
  }))
  return surveys.flat().filter(({ makes }) => known || makes)
}

const asksQuick = nodes => nodes.some(node => node.quick || (node.children && asksQuick(node.children)))
