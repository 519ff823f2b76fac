// Short names of this precision's constants.
INLINE vf F(float x) { return splat(x); }
INLINE vi J(int32_t x) { return x - (vi){0}; }
