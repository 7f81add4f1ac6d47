// The worker of the families' pages: shows a message, opens the page, says that it was seen. It keeps nothing.
'use strict'
const FALLBACK = '__FALLBACK__'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('push', event => event.waitUntil(show(read(event.data))))
self.addEventListener('notificationclose', event => event.waitUntil(report(event.notification, 'tutup')))
self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(Promise.all([report(event.notification, 'buka'), open(event.notification)]))
})

/** The notification of a message in the shape of declarative Web Push; a browser wants one shown, whatever came. */
function read (data) {
  try {
    return { ...FALLBACK, ...data.json().notification }
  } catch (failure) {
    return FALLBACK
  }
}

async function show ({ title, body, navigate, tag, data }) {
  const known = { page: own(navigate), seen: data && data.seen }
  await self.registration.showNotification(title, { body, tag: tag || 'puskesos', renotify: true, lang: 'id', data: known })
  await report({ data: known }, 'tampil')
}

/** An address of these pages; anything else leads to their start. */
function own (navigate) {
  const start = new URL('/w/', self.location.origin)
  try {
    const page = new URL(navigate || '', start)
    return page.origin === start.origin && page.pathname.startsWith('/w/') ? page.href : start.href
  } catch (failure) {
    return start.href
  }
}

async function open ({ data }) {
  const page = data.page
  const windows = await self.clients.matchAll({ type: 'window' })
  const here = windows.find(client => new URL(client.url).pathname.startsWith('/w/'))
  if (!here) return self.clients.openWindow(page)
  const there = await here.navigate(page)
  return (there || here).focus()
}

/** Not reported is not lost: the kader goes by then. */
function report ({ data }, how) {
  if (!data.seen) return Promise.resolve()
  return fetch('/w/seen', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ seen: data.seen, how }),
    keepalive: true
  }).catch(() => {})
}
