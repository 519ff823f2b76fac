#include "prelude.h"

#include "kernels.h"

// Every loop is a chain of correctly rounded operations, so all instruction sets give the same bits.

typedef double replay_vector __attribute__((vector_size(64)));
typedef double replay_anywhere __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t replay_mask __attribute__((vector_size(64)));
typedef void (*replay_loop)(const double *a, const double *b, const double *c, double *y, size_t n);

#define WIDE(x) ((replay_mask)((x) - (replay_vector){0}))
#define CHOOSE_WIDE(mask, x, y) ((replay_vector)(((mask) & WIDE(x)) | (~(mask) & WIDE(y))))
#define CHOOSE_ONE(condition, x, y) ((condition) ? (x) : (y))

#define EXPRESSION_NEG(CHOOSE, a, b, c) -(a)
#define EXPRESSION_ABS(CHOOSE, a, b, c) __builtin_elementwise_abs(a)
#define EXPRESSION_SQRT(CHOOSE, a, b, c) __builtin_elementwise_sqrt(a)
#define EXPRESSION_RECIP(CHOOSE, a, b, c) (1.0 / (a))
#define EXPRESSION_SQUARE(CHOOSE, a, b, c) ((a) * (a))
#define EXPRESSION_ADD(CHOOSE, a, b, c) ((a) + (b))
#define EXPRESSION_SUB(CHOOSE, a, b, c) ((a) - (b))
#define EXPRESSION_MUL(CHOOSE, a, b, c) ((a) * (b))
#define EXPRESSION_DIV(CHOOSE, a, b, c) ((a) / (b))
#define EXPRESSION_LT(CHOOSE, a, b, c) CHOOSE((a) < (b), 1.0, 0.0)
#define EXPRESSION_LE(CHOOSE, a, b, c) CHOOSE((a) <= (b), 1.0, 0.0)
#define EXPRESSION_EQ(CHOOSE, a, b, c) CHOOSE((a) == (b), 1.0, 0.0)
#define EXPRESSION_FMA(CHOOSE, a, b, c) __builtin_elementwise_fma(a, b, c)
#define EXPRESSION_SELECT(CHOOSE, a, b, c) CHOOSE((a) != 0.0, b, c)
#define EXPRESSION_COPY(CHOOSE, a, b, c) (a)

#define CALL_1(NAME, name) \
  static void call_##name(const double *a, const double *b, const double *c, double *y, size_t n) { \
    (void)b, (void)c; \
    kn_##name##_f64(a, y, n); \
  }
#define CALL_2(NAME, name) \
  static void call_##name(const double *a, const double *b, const double *c, double *y, size_t n) { \
    (void)c; \
    kn_##name##_f64(a, b, y, n); \
  }
KN_REPLAY_CALL_1(CALL_1)
KN_REPLAY_CALL_2(CALL_2)

#define SUFFIX _base
#include "replay_loops_f64.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define SUFFIX _avx2
#include "replay_loops_f64.h"
#pragma clang attribute pop
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define SUFFIX _avx512
#include "replay_loops_f64.h"
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

void kn_replay_run_f64(const kn_replay_instruction *code, size_t count, double *const *slots, size_t n) {
  const replay_loops table = loops();
  for (const kn_replay_instruction *i = code; i < code + count; i++)
    table[i->operation][i->mode](slots[i->a], slots[i->b], slots[i->c], slots[i->y], n);
}

void kn_replay_apply_f64(
  kn_replay_operation operation, const double *a, const double *b, const double *c, double *y, size_t n) {
  loops()[operation][0](a, b, c, y, n);
}
