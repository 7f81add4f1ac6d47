// A draft of a visit: made at the door, kept at every keystroke, gone when it is finished.
import { uuid7 } from '../sync/uuid.js'

/**
 * A new draft. Pure: ids and the moment are handed in by the caller through `uuid7` and `now`.
 * @param {{ survey: string, mode: 'lengkap'|'cepat', area: string, building: string, newBuilding: any|null,
 *   family: string|null, prefilled: { answers: any, versions: any }|null, copied?: any, now: Date }} start
 *   survey: publication hash; area: "004/002/<building>"; family: id of a known family; copied: answers about the house, of another family in it
 * @returns {any}
 */
export function newDraft ({ survey, mode, area, building, newBuilding, family, prefilled, copied = null, now }) {
  return {
    id: uuid7(),
    kind: 'visit',
    survey,
    mode,
    area,
    building,
    newBuilding,
    family: family || uuid7(),
    known: Boolean(family),
    answers: prefilled ? prefilled.answers : copied || {},
    prefilled: prefilled || null,
    page: 0,
    question: null,
    papers: {},
    card: null,
    confirmed: [],
    started_at: now.toISOString(),
    updated_at: now.toISOString()
  }
}

/** What the survey's hidden questions hold. @param {any} draft @param {any} me */
export function hiddenValues (draft, me) {
  const [rw, rt] = draft.area.split('/')
  const region = (me.regions || []).find(r => r.rw === rw)
  return {
    id_kunjungan: draft.id,
    id_kader: me.person,
    jenis: draft.mode,
    id_keluarga: draft.family,
    id_bangunan: draft.building,
    kode_desa: me.desa.code,
    dusun: region ? region.dusun : '',
    rw,
    rt
  }
}

const TASK = { kader_pkk: 'pkk', kader_posyandu: 'posyandu', kader_dasawisma: 'dasawisma', psm: 'psm', ketua_rt: 'rt_rw', ketua_rw: 'rt_rw' }

/** The kader's own task as the survey words it, '' when it has no word for it. @param {string[]} roles */
export const taskOf = roles => roles.map(role => TASK[role]).find(Boolean) || (roles.length ? 'petugas' : '')
