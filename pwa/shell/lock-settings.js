// When the application locks, in Lainnya; and the PIN, changed.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { keepSetting, setting } from '../store/device.js'
import { isDesk, mine } from '../store/me.js'
import { changePin, waiting } from '../store/pin.js'
import { errorText, GoRow, Icon, Page, toast } from './frame.js'
import { shortName } from './greeting.js'
import { AWAY, IDLE, lockNow } from './keeper.js'
import { NewPin } from './new-pin.js'
import { PinPad } from './pin-pad.js'
import { back } from './router.js'

/** "Kunci aplikasi", a part of Lainnya. */
export function LockSettings () {
  return html`<section class="stack"><h2>${t('kunci.atur')}</h2>
    <${Choice} name="lock_idle" label=${t('kunci.bila_diam')} values=${IDLE[isDesk() ? 'desk' : 'kader']} />
    <${Choice} name="lock_away" label=${t('kunci.bila_ditinggal')} values=${AWAY} />
    <button type="button" class="btn two wide" onClick=${lockNow}><${Icon} name="lock" />${t('kunci.sekarang')}</button>
    <ul class="list"><${GoRow} href="/lainnya/pin" icon="edit" title=${t('pin.ganti')} more=${t('pin.rahasia')} /></ul></section>`
}

/** Minutes, in their order; the first of `values` holds until somebody chooses. */
function Choice ({ name, label, values }) {
  const [chosen, setChosen] = useState(values[0])
  useEffect(() => { setting(name).then(value => { if (value !== undefined) setChosen(value) }) }, [])
  const choose = value => { setChosen(value); keepSetting(name, value) }
  return html`<fieldset class="q"><legend>${label}</legend>${values.slice().sort((a, b) => a - b).map(value => html`
    <label class="choice" key=${value}><input type="radio" name=${name} checked=${chosen === value} onChange=${() => choose(value)} /><span class="box"><span>${value ? t('kunci.menit', { n: value }) : t('kunci.langsung')}</span></span></label>`)}</fieldset>`
}

/** The PIN as it is, then the new one twice. */
export function ChangePinScreen () {
  const [old, setOld] = useState('')
  const [busy, setBusy] = useState('')
  const [error, setError] = useState('')
  const change = async pin => {
    setBusy(t('pin.mengganti'))
    try {
      await changePin(old, pin)
      back('/lainnya')
      toast(t('pin.diganti'))
    } catch (/** @type {any} */ failure) {
      const wait = await waiting()
      setError(wait ? t('masuk.terkunci', { menit: Math.ceil(wait / 60000) }) : failure.name === 'WrongPin' ? t('pin.salah', { n: failure.left }) : errorText(failure))
      setOld('')
      setBusy('')
    }
  }
  const leave = () => back('/lainnya')
  if (old) return html`<${NewPin} who=${shortName(mine().name)} note=${t('pin.rahasia')} busy=${busy} onPin=${change} onBack=${busy ? undefined : leave} />`
  return html`<${Page} title=${t('pin.ganti')} back="/lainnya" status=${false} stack="stack-l mid">
    <${PinPad} label=${t('pin.yang_sekarang')} error=${error} onPin=${setOld} /></${Page}>`
}
