#pragma once
#include <stddef.h>
#include <stdint.h>

// Replay of elementwise programs over tiles of rows that stay in the first-level cache.
//
// An instruction reads up to three operands and writes one result. Operands and results are named by
// slot: an entry in a table of pointers. An operand is either a value per row or uniform, one number
// for all rows; which operands are uniform is the instruction's mode. Results have the bits of the
// kernels of the same name; where single precision has none, they are computed in double precision and rounded.

#pragma clang assume_nonnull begin

/// Operations with a loop for every combination of uniform operands.
#define KN_REPLAY_INLINE_1(X) X(NEG, neg) X(ABS, abs) X(SQRT, sqrt) X(RECIP, recip) X(SQUARE, square) \
  X(RELU, relu)
#define KN_REPLAY_INLINE_2(X) X(ADD, add) X(SUB, sub) X(MUL, mul) X(DIV, div) X(LT, lt) X(LE, le) X(EQ, eq)
#define KN_REPLAY_INLINE_3(X) X(FMA, fma) X(SELECT, select)
/// Operations done by the kernel of that name; uniform operands must be spread over a slot first.
#define KN_REPLAY_CALL_1(X) \
  X(EXP, exp) X(EXPM1, expm1) X(LOG, log) X(LOG1P, log1p) X(SIN, sin) X(COS, cos) X(TAN, tan) X(ASIN, asin) \
  X(ACOS, acos) X(ATAN, atan) X(SINH, sinh) X(COSH, cosh) X(TANH, tanh) X(ERF, erf) X(ERFC, erfc) \
  X(SIGMOID, sigmoid) X(SOFTPLUS, softplus) X(SILU, silu) X(RSQRT, rsqrt)
#define KN_REPLAY_CALL_2(X) X(MIN, min) X(MAX, max) X(POW, pow) X(ATAN2, atan2)

#define KN_REPLAY_MEMBER(NAME, name) KN_REPLAY_##NAME,
typedef enum {
  KN_REPLAY_INLINE_1(KN_REPLAY_MEMBER) KN_REPLAY_INLINE_2(KN_REPLAY_MEMBER) KN_REPLAY_INLINE_3(KN_REPLAY_MEMBER)
  KN_REPLAY_FIRST_CALL,
  KN_REPLAY_CALL_1(KN_REPLAY_MEMBER) KN_REPLAY_CALL_2(KN_REPLAY_MEMBER)
  KN_REPLAY_COPY,  ///< y = a; with a uniform operand, y = a for every row
  KN_REPLAY_SUM,   ///< y[i mod 64] += a[i]: y holds 64 lanes, which kn_sum_f64 adds up
  KN_REPLAY_COUNT
} kn_replay_operation;
#undef KN_REPLAY_MEMBER

/// The most axes of a spread operand.
#define KN_REPLAY_RANK 8

/// One instruction. Bit i of the mode says that operand i is uniform.
typedef struct {
  uint16_t operation;
  uint16_t mode;
  uint32_t y, a, b, c;
} kn_replay_instruction;

/// An operand that is read by strides, because it is spread over some axes of the elements: the element at
/// (i0, i1 ...) is source[i0 * strides[0] + i1 * strides[1] ...]. It is laid out densely in a register of its own.
typedef struct {
  const void *_Nullable source;
  uint32_t slot;
  uint32_t rank;
  size_t extents[KN_REPLAY_RANK];
  ptrdiff_t strides[KN_REPLAY_RANK];
} kn_replay_spread;

/// Operations on arrays of equally many elements, done tile by tile. Slots, in this order: arrays, uniform values,
/// registers. Arrays move on with the tiles; registers are scratch of the thread that works.
typedef struct {
  const kn_replay_instruction *code;
  size_t count;
  void *_Nonnull const *_Nonnull slots;  ///< the arrays and the uniform values
  size_t arrays, uniforms, registers;
  const kn_replay_spread *_Nullable spreads;
  size_t spread_count;
  size_t elements, tile;
} kn_replay_unit;

#define KN_REPLAY(T, suffix) \
  /* Executes the instructions in order over n rows. A result may be an operand's array, but not overlap it */ \
  /* otherwise. */ \
  void kn_replay_run_##suffix( \
    const kn_replay_instruction *code, size_t count, T *_Nonnull const *_Nonnull slots, size_t n); \
  /* y = operation(a, b, c) over n elements, no operand uniform. */ \
  void kn_replay_apply_##suffix( \
    kn_replay_operation operation, const T *a, const T *b, const T *c, T *y, size_t n); \
  /* Executes all tiles, on the pool's threads when it pays. */ \
  void kn_replay_unit_run_##suffix(const kn_replay_unit *unit);

KN_REPLAY(float, f32)
KN_REPLAY(double, f64)
#undef KN_REPLAY

#pragma clang assume_nonnull end
