// Where a page would be: modules that read the address when they are loaded find one.
globalThis.location = /** @type {any} */ ({ href: 'http://phone/', pathname: '/', search: '', hash: '' })
