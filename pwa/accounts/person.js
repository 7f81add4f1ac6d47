// One person: name, tasks, area. Areas are ticked from the desa's list, never typed.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Dialog, errorText, Icon } from '../shell/frame.js'
import { mine } from '../store/me.js'
import { lacking, ROLES } from './words.js'

const NEW = { name: '', roles: ['kader_pkk'], areas: [], phone: '' }

/** @param {{ person: any, onSave: (values: any) => Promise<void>, onClose: () => void }} props */
export function PersonDialog ({ person, onSave, onClose }) {
  const [values, setValues] = useState({ ...NEW, ...person, phone: person.phone || '' })
  const [trouble, setTrouble] = useState('')
  const toggle = (key, value) => setValues({ ...values, [key]: values[key].includes(value) ? values[key].filter(v => v !== value) : [...values[key], value] })
  const save = event => {
    event.preventDefault()
    onSave({ name: values.name.trim(), roles: values.roles, areas: tidy(values.areas), ...(values.phone ? { phone: values.phone } : {}), ...(person.id ? { active: values.active } : {}) })
      .catch(error => setTrouble(errorText(error)))
  }
  const whole = values.areas.includes('')
  const without = lacking({ nama: values.name.trim(), tugas: values.roles.length, wilayah: values.areas.length })
  return html`<${Dialog} title=${person.id ? person.name : t('orang.undang_baru')} onClose=${onClose} footer=${close => html`<p class="line right">${without && html`<span class="small dim">${without}</span>`}
      <button class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn" form="orang" disabled=${Boolean(without)}>${person.id ? t('umum.simpan') : t('orang.simpan_undang')}</button></p>`}>
    <form class="two-c" id="orang" onSubmit=${save}>
      <div class="stack">
        ${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`}
        <div class="q"><label for="o-nama">${t('orang.nama')}</label><input class="in" id="o-nama" value=${values.name} autocomplete="off" onInput=${e => setValues({ ...values, name: e.target.value })} /></div>
        <div class="q"><label for="o-hp">${t('orang.nomor')}</label><input class="in" id="o-hp" inputmode="tel" value=${values.phone} autocomplete="off" onInput=${e => setValues({ ...values, phone: e.target.value })} /></div>
        <fieldset class="q"><legend>${t('orang.t_tugas')}</legend><div class="reason">${ROLES.map(role => html`<${Tick} key=${role} name="tugas" checked=${values.roles.includes(role)} onPick=${() => toggle('roles', role)}>${t('peran.' + role)}</${Tick}>`)}</div></fieldset>
      </div>
      <fieldset class="q"><legend>${t('orang.t_wilayah')}</legend>
        <${Tick} name="wilayah" checked=${whole} onPick=${() => setValues({ ...values, areas: whole ? [] : [''] })}>${t('orang.seluruh_desa')}</${Tick}>
        ${!whole && mine().regions.map(region => html`<div class="stack-s" key=${region.rw}>
          <${Tick} name="wilayah" checked=${values.areas.includes(region.rw)} onPick=${() => toggle('areas', region.rw)}>RW ${region.rw}${region.dusun ? `, ${t('wilayah.dusun', { dusun: region.dusun })}` : ''}</${Tick}>
          ${!values.areas.includes(region.rw) && html`<p class="wrap rts">${region.rts.map(rt => html`<${Tick} key=${rt} name="wilayah" checked=${values.areas.includes(`${region.rw}/${rt}`)} onPick=${() => toggle('areas', `${region.rw}/${rt}`)}>RT ${rt}</${Tick}>`)}</p>`}</div>`)}
      </fieldset></form></${Dialog}>`
}

const Tick = ({ name, checked, onPick, children }) => html`<label class="choice"><input type="checkbox" name=${name} checked=${checked} onChange=${onPick} /><span class="box"><span>${children}</span></span></label>`

/** An RT inside a chosen RW says nothing more. @param {string[]} areas */
const tidy = areas => areas.filter(area => !areas.some(other => other !== area && area.startsWith(other + '/')))
