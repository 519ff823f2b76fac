// Replay, written once for both precisions. Every loop is a chain of correctly rounded operations, so all instruction sets give the same bits.

typedef REAL replay_vector __attribute__((vector_size(64)));
typedef REAL replay_anywhere __attribute__((vector_size(64), aligned(REAL_BYTES), may_alias));
typedef REAL_MASK replay_mask __attribute__((vector_size(64)));
enum { REPLAY_LANES = 64 / REAL_BYTES };
typedef void (*replay_loop)(const REAL *a, const REAL *b, const REAL *c, REAL *y, size_t n);

#define WIDE(x) ((replay_mask)((x) - (replay_vector){0}))
#define CHOOSE_WIDE(mask, x, y) ((replay_vector)(((mask) & WIDE(x)) | (~(mask) & WIDE(y))))
#define CHOOSE_ONE(condition, x, y) ((condition) ? (x) : (y))

#define EXPRESSION_NEG(CHOOSE, a, b, c) -(a)
#define EXPRESSION_ABS(CHOOSE, a, b, c) __builtin_elementwise_abs(a)
#define EXPRESSION_SQRT(CHOOSE, a, b, c) __builtin_elementwise_sqrt(a)
#define EXPRESSION_RECIP(CHOOSE, a, b, c) ((REAL)1 / (a))
#define EXPRESSION_SQUARE(CHOOSE, a, b, c) ((a) * (a))
#define EXPRESSION_RELU(CHOOSE, a, b, c) CHOOSE((a) <= (REAL)0, (REAL)0, a)
#define EXPRESSION_ADD(CHOOSE, a, b, c) ((a) + (b))
#define EXPRESSION_SUB(CHOOSE, a, b, c) ((a) - (b))
#define EXPRESSION_MUL(CHOOSE, a, b, c) ((a) * (b))
#define EXPRESSION_DIV(CHOOSE, a, b, c) ((a) / (b))
#define EXPRESSION_LT(CHOOSE, a, b, c) CHOOSE((a) < (b), (REAL)1, (REAL)0)
#define EXPRESSION_LE(CHOOSE, a, b, c) CHOOSE((a) <= (b), (REAL)1, (REAL)0)
#define EXPRESSION_EQ(CHOOSE, a, b, c) CHOOSE((a) == (b), (REAL)1, (REAL)0)
#define EXPRESSION_FMA(CHOOSE, a, b, c) __builtin_elementwise_fma(a, b, c)
#define EXPRESSION_SELECT(CHOOSE, a, b, c) CHOOSE((a) != (REAL)0, b, c)
#define EXPRESSION_COPY(CHOOSE, a, b, c) (a)

#define CALL_1(NAME, name) \
  static void call_##name(const REAL *a, const REAL *b, const REAL *c, REAL *y, size_t n) { \
    (void)b, (void)c; \
    OF(kn_##name)(a, y, n); \
  }
#define CALL_2(NAME, name) \
  static void call_##name(const REAL *a, const REAL *b, const REAL *c, REAL *y, size_t n) { \
    (void)c; \
    OF(kn_##name)(a, b, y, n); \
  }
REPLAY_OWN_CALL_1(CALL_1)
REPLAY_OWN_CALL_2(CALL_2)

#define SUFFIX _base
#include "loops.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define SUFFIX _avx2
#include "loops.h"
#pragma clang attribute pop
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define SUFFIX _avx512
#include "loops.h"
#pragma clang attribute pop
#endif

typedef const replay_loop (*replay_loops)[8];

static replay_loops loops(void) {
#if defined(__x86_64__)
  const kn_isa isa = kn_isa_current();
  return isa == kn_isa_avx512 ? loops_avx512 : isa == kn_isa_avx2 ? loops_avx2 : loops_base;
#else
  return loops_base;
#endif
}

void OF(kn_replay_run)(const kn_replay_instruction *code, size_t count, REAL *const *slots, size_t n) {
  const replay_loops table = loops();
  for (const kn_replay_instruction *i = code; i < code + count; i++)
    table[i->operation][i->mode](slots[i->a], slots[i->b], slots[i->c], slots[i->y], n);
}

void OF(kn_replay_apply)(
  kn_replay_operation operation, const REAL *a, const REAL *b, const REAL *c, REAL *y, size_t n) {
  loops()[operation][0](a, b, c, y, n);
}
