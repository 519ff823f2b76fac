// The loops of the replay; included once per instruction set, with SUFFIX defined.
// An operand is read per row (R) or is uniform (U); every combination has its loop.

#define CONCATENATE_(a, b) a##b
#define CONCATENATE(a, b) CONCATENATE_(a, b)
#define LOCAL(name) CONCATENATE(name, SUFFIX)

#define R_WIDE(p) (*(const replay_anywhere *)((p) + i))
#define U_WIDE(p) (*(p) - (replay_vector){0})
#define R_ONE(p) ((p)[i])
#define U_ONE(p) (*(p))

#define LOOP(name, EXPRESSION, A, B, C) \
  static void LOCAL(name)(const REAL *pa, const REAL *pb, const REAL *pc, REAL *y, size_t n) { \
    (void)pa, (void)pb, (void)pc; \
    size_t i = 0; \
    for (; i + REPLAY_LANES <= n; i += REPLAY_LANES) \
      *(replay_anywhere *)(y + i) = EXPRESSION(CHOOSE_WIDE, A##_WIDE(pa), B##_WIDE(pb), C##_WIDE(pc)); \
    for (; i < n; i++) y[i] = EXPRESSION(CHOOSE_ONE, A##_ONE(pa), B##_ONE(pb), C##_ONE(pc)); \
  }

#define LOOPS_1(NAME, name) LOOP(name##_r, EXPRESSION_##NAME, R, R, R)
#define LOOPS_2(NAME, name) \
  LOOP(name##_rr, EXPRESSION_##NAME, R, R, R) \
  LOOP(name##_ur, EXPRESSION_##NAME, U, R, R) \
  LOOP(name##_ru, EXPRESSION_##NAME, R, U, R)
#define LOOPS_3(NAME, name) \
  LOOP(name##_rrr, EXPRESSION_##NAME, R, R, R) \
  LOOP(name##_urr, EXPRESSION_##NAME, U, R, R) \
  LOOP(name##_rur, EXPRESSION_##NAME, R, U, R) \
  LOOP(name##_uur, EXPRESSION_##NAME, U, U, R) \
  LOOP(name##_rru, EXPRESSION_##NAME, R, R, U) \
  LOOP(name##_uru, EXPRESSION_##NAME, U, R, U) \
  LOOP(name##_ruu, EXPRESSION_##NAME, R, U, U)

KN_REPLAY_INLINE_1(LOOPS_1)
KN_REPLAY_INLINE_2(LOOPS_2)
KN_REPLAY_INLINE_3(LOOPS_3)
LOOP(copy_r, EXPRESSION_COPY, R, R, R)
LOOP(copy_u, EXPRESSION_COPY, U, R, R)

static void LOCAL(sum_r)(const REAL *pa, const REAL *pb, const REAL *pc, REAL *y, size_t n) {
  (void)pb, (void)pc;
  size_t i = 0;
  for (; i + 64 <= n; i += 64)
    for (size_t j = 0; j < 64; j += REPLAY_LANES) *(replay_anywhere *)(y + j) += *(const replay_anywhere *)(pa + i + j);
  for (size_t j = 0; i < n; i++, j++) y[j] += pa[i];
}

#define CALL_ENTRY_1(NAME, name) [KN_REPLAY_##NAME] = {call_##name},
#define ENTRIES_1(NAME, name) [KN_REPLAY_##NAME] = {LOCAL(name##_r)},
#define ENTRIES_2(NAME, name) [KN_REPLAY_##NAME] = {LOCAL(name##_rr), LOCAL(name##_ur), LOCAL(name##_ru)},
#define ENTRIES_3(NAME, name) \
  [KN_REPLAY_##NAME] = {LOCAL(name##_rrr), LOCAL(name##_urr), LOCAL(name##_rur), LOCAL(name##_uur), \
                      LOCAL(name##_rru), LOCAL(name##_uru), LOCAL(name##_ruu)},

static const replay_loop LOCAL(loops)[KN_REPLAY_COUNT][8] = {
  KN_REPLAY_INLINE_1(ENTRIES_1) KN_REPLAY_INLINE_2(ENTRIES_2) KN_REPLAY_INLINE_3(ENTRIES_3)
  KN_REPLAY_CALL_1(CALL_ENTRY_1) KN_REPLAY_CALL_2(CALL_ENTRY_1)
  [KN_REPLAY_COPY] = {LOCAL(copy_r), LOCAL(copy_u)},
  [KN_REPLAY_SUM] = {LOCAL(sum_r)},
};

#undef CONCATENATE_
#undef CONCATENATE
#undef LOCAL
#undef R_WIDE
#undef U_WIDE
#undef R_ONE
#undef U_ONE
#undef LOOP
#undef LOOPS_1
#undef LOOPS_2
#undef LOOPS_3
#undef CALL_ENTRY_1
#undef ENTRIES_1
#undef ENTRIES_2
#undef ENTRIES_3
#undef SUFFIX
