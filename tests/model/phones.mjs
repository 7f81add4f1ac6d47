// Phones on a pipe: a line of JSON on stdin is a command, lines on stdout are answers and what the phones ask of the server.
// {"id", "device", "do", …} → {"id", "result"} or {"id", "error"}; {"fetch", "device", "path", …} waits for {"do": "answer", "fetch"}.
import { createInterface } from 'node:readline'
import { readFileSync } from 'node:fs'
import { Device, Life, plant } from './life.mjs'
import { Phone, asked, obey } from './phone.mjs'

const TEXT = JSON.parse(readFileSync(new URL('../../pwa/text/id.json', import.meta.url), 'utf8'))
/** @type {Map<string, InRealm>} */
const phones = new Map()

const say = line => process.stdout.write(JSON.stringify(line) + '\n')

/** A phone whose modules run in a realm of this process. */
class InRealm extends Phone {
  constructor (name, seed) {
    super(name, say)
    this.device = new Device(name, seed)
  }

  texts () { return TEXT }

  wake () {
    this.life.kill?.()
    const life = new Life(this.device, {
      fetch: (url, init) => this.ask(life, url, init),
      online: () => this.online,
      ended: () => say({ event: 'killed', device: this.name }),
      failed: error => say({ event: 'unhandled', error: String(error?.stack || error) })
    })
    this.life = life
    return life.load()
  }

  /** Kill the application: now, or when it has taken so many more steps. */
  kill ({ after }) { if (after) this.life.left = after; else this.life.kill() }
  spare () { this.life.left = Infinity }
  disconnect () { this.life.disconnect() }
  clock ({ at }) { this.device.clock = at }
}

function reset (plants) {
  for (const phone of phones.values()) phone.life.kill?.()
  phones.clear()
  asked.clear()
  plant(plants)
}

async function hear (line) {
  const command = JSON.parse(line)
  const { id, do: verb, device } = command
  if (verb === 'reset') reset(command.plants)
  else if (verb === 'device') phones.set(device, new InRealm(device, command.seed))
  else return obey(phones.get(device), command)
  say({ id, result: null })
}

createInterface({ input: process.stdin }).on('line', hear).on('close', () => process.exit(0))
process.on('unhandledRejection', error => { if (error.name !== 'AbortError') say({ event: 'unhandled', error: String(error.stack || error) }) })
