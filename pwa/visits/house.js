// The next family in the same house: what is true of the house is copied from the one before. Pure.

/** Properties of a family that are the house's, not theirs. */
const OF_HOUSE = new Set(['house_number', 'address', 'landmark', 'families_in_house', 'has_shelter', 'floor_area', 'floor', 'wall', 'roof',
  'house_condition', 'drinking_water', 'lighting', 'power_va', 'toilet', 'sewage'])

/**
 * The answers about a house that another family gave.
 * @param {Function} prefill of the survey engine @param {any} survey @param {{ id: string, body: any }} neighbour a family record
 * @returns {any} nested answers, nothing of them counts as seen: they are this family's own
 */
export function houseAnswers (prefill, survey, neighbour) {
  const body = Object.fromEntries(Object.entries(neighbour.body).filter(([name]) => OF_HOUSE.has(name)))
  return prefill(survey, { id: neighbour.id, body, versions: {} }, [], () => null).answers
}
