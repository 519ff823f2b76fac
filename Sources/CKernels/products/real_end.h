#undef REAL
#undef REAL_BYTES
#undef REAL_MASK
#undef REAL_FMA
#undef OF
