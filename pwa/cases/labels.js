// Labels of a survey where no row is at hand to put answers into them: in its default language, without marks. Pure.
import { unmarked } from '../survey/engine/marks.js'
import { plain } from '../survey/engine/scheme.js'

/** @param {any} survey compiled @param {any} label as it was compiled */
export const labelText = (survey, label) => unmarked(plain(label, survey.default_language))

/** The labels of codes, which stand with spaces between them; a code that the list does not have stands for itself. @param {any} survey @param {string} list @param {any} codes */
export function choiceLabels (survey, list, codes) {
  const labels = new Map((survey.choices[list] || []).map(({ name, label }) => [name, labelText(survey, label)]))
  return String(codes).split(' ').map(code => labels.get(code) || code).join(', ')
}
