"""The demo desa: everything a visitor needs to try the house, written through the same doors as real work."""

from server.demo.closing import Cards as Cards
from server.demo.load import RealDesa as RealDesa
from server.demo.load import is_loaded as is_loaded
from server.demo.load import load as load
from server.demo.load import refuse_real as refuse_real
