// What of a name may hang on the desa's board. Pure.

/** "Nur Hasanah" is "N.H." @param {string} name */
export const initials = name => name.split(/\s+/).filter(Boolean).map(word => word.replace(/[^\p{L}]/gu, '').charAt(0).toUpperCase()).filter(Boolean).map(letter => letter + '.').join('')
