// Papers that the survey itself asks photos of: the pictures of a group that is called like the paper. Pure.

export const MOST = 10 // photos of one paper that the server takes

/**
 * The photos answered in each group outside of repeats, by the group's name; a paper's code is the name of the group that asks for it.
 * @param {any} survey compiled
 * @param {any} answers nested, those that count
 * @returns {Record<string, { question: string, photos: string[] }>} question: path of the first that has a photo
 */
export function photosAsked (survey, answers) {
  const found = {}
  const look = (nodes, at) => {
    for (const node of nodes) {
      const value = at[node.name]
      if (node.kind !== 'group' || !value) continue
      const pictures = node.children.filter(child => child.type === 'image' && value[child.name])
      if (pictures.length) found[node.name] = { question: pictures[0].path, photos: pictures.map(({ name }) => value[name]).slice(0, MOST) }
      look(node.children, value)
    }
  }
  look(survey.nodes, answers)
  return found
}
