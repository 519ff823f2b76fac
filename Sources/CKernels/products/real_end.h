#undef REAL
#undef REAL_BYTES
#undef REAL_MASK
#undef OF
