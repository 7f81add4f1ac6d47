// Says once that families have left this phone or were erased, or that my area is another: nothing else is lost by it.
import { effect } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { moves } from '../sync/exchange.js'
import { toast } from './layers.js'
import { go } from './router.js'

/** Called once, where a kader works. */
export const watchMoves = () => effect(() => {
  const { left, erased, drafts, areas } = moves.value
  if (drafts.some(id => location.pathname.startsWith(`/kunjungan/${id}`))) queueMicrotask(() => go('/')) // the effect is not to follow the route
  if (erased.length) toast(t('pindah.dihapus', { nama: erased.map(name => name || t('warga.tanpa_nama')).join(', ') }))
  else if (areas) toast(t('pindah.wilayah'))
  else if (left.length === 1) toast(t('pindah.keluar', { nama: left[0] || t('warga.tanpa_nama') }))
  else if (left.length) toast(t('pindah.keluar_n', { n: left.length }))
})
