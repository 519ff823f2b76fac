// What the kernels take from clang, for gcc: included before every file. Only bits are compared, not speed.
#pragma once
#define _Nullable
#define _Nonnull

#define KN_LANEWISE(v, expression) \
  __extension__({ \
    __typeof__((v) + (v)) y_; \
    for (unsigned i_ = 0; i_ < sizeof y_ / sizeof y_[0]; i_++) y_[i_] = (expression); \
    y_; \
  })
#define __builtin_elementwise_fma(a, b, c) \
  __extension__({ \
    __typeof__((c) + (c)) fa_ = (a), fb_ = (b), fc_ = (c); \
    KN_LANEWISE( \
      fc_, sizeof fc_[0] == 8 ? __builtin_fma(fa_[i_], fb_[i_], fc_[i_]) : __builtin_fmaf(fa_[i_], fb_[i_], fc_[i_])); \
  })
#define __builtin_elementwise_sqrt(x) \
  __extension__({ \
    __typeof__((x) + (x)) x_ = (x); \
    KN_LANEWISE(x_, sizeof x_[0] == 8 ? __builtin_sqrt(x_[i_]) : __builtin_sqrtf(x_[i_])); \
  })
#define __builtin_reduce_or(x) \
  __extension__({ \
    __typeof__((x) | (x)) o_ = (x); \
    __typeof__(o_[0] + 0) any_ = 0; \
    for (unsigned i_ = 0; i_ < sizeof o_ / sizeof o_[0]; i_++) any_ |= o_[i_]; \
    any_; \
  })
#define __builtin_reduce_max(x) \
  __extension__({ \
    __typeof__((x) | (x)) m_ = (x); \
    __typeof__(m_[0] + 0) most_ = m_[0]; \
    for (unsigned i_ = 1; i_ < sizeof m_ / sizeof m_[0]; i_++) most_ = m_[i_] > most_ ? m_[i_] : most_; \
    most_; \
  })
