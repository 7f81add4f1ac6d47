// Stands in for the browser's own push service, which needs a network: subscriptions come from the test's service.
// Use: context.expose_function('__fakeSubscribe', push_service.subscribe); context.add_init_script(path='tests/push_shim.js')
{
  let subscription = null
  const encode = key => typeof key === 'string'
    ? key
    : btoa(String.fromCharCode(...new Uint8Array(key.buffer ?? key))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  PushManager.prototype.subscribe = async function (options) {
    const made = await window.__fakeSubscribe(encode(options.applicationServerKey))
    subscription = { ...made, options, toJSON: () => made, unsubscribe: async () => { subscription = null; return true } }
    return subscription
  }
  PushManager.prototype.getSubscription = async () => subscription
}
