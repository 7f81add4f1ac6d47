// What screens are made of, from one place: Preact, htm and signals.
import { h, render, Fragment } from './preact.js'
import htm from './htm.js'

export { h, render, Fragment }
export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useErrorBoundary } from './hooks.js'
export { signal, computed, effect, batch, untracked } from './signals.js'
export const html = htm.bind(h)
