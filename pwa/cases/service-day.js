// The service day that the desk works for. Pure.

/**
 * The next open day whose cut-off has not passed: after Tuesday noon that is the week after.
 * @param {any[]} days records of service days
 * @param {number} now ms
 * @returns {any|null}
 */
export const dayToFill = (days, now) => days
  .filter(({ body }) => body.state === 'buka' && body.cutoff && Date.parse(body.cutoff) > now)
  .sort((a, b) => a.body.date.localeCompare(b.body.date))[0] || null
