// What the status line says. Set by the exchange; read by every screen.
import { signal } from '../vendor/ui.js'

/**
 * @typedef {'idle' | 'offline' | 'busy' | 'done' | 'late' | 'clock' | 'portal' | 'signed_out' | 'server_down' | 'held'} State
 *   `held`: all was answered, and something needs a person
 * @typedef {{ state: State, text: string, at: string | null }} Status `at`: when the server last answered, ISO
 */

/** @type {{ value: Status }} */
export const status = signal({ state: 'idle', text: '', at: null })

/** How many changes of the desa lie in quarantine, as the last answer said; for officers. */
export const heldAtDesk = signal(0)

/** The server still takes what this version of the application sends, and gives it nothing to read: it is too old. */
export const outdated = signal(false)
