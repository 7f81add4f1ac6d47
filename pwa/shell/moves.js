// Says once that families have left this phone, or that my area is another: nothing of mine is lost by it.
import { effect } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { moves } from '../sync/exchange.js'
import { toast } from './layers.js'

/** Called once, where a kader works. */
export const watchMoves = () => effect(() => {
  const { left, areas } = moves.value
  if (areas) toast(t('pindah.wilayah'))
  else if (left.length === 1) toast(t('pindah.keluar', { nama: left[0] || t('warga.tanpa_nama') }))
  else if (left.length) toast(t('pindah.keluar_n', { n: left.length }))
})
