#pragma once

// Kernels that give one result, bit for bit, on every instruction set: each is a fixed sequence of
// correctly rounded operations (+ - * / sqrt fma). NaN payloads are outside the promise; the
// elementary functions return the canonical quiet NaN.

#include "arithmetic_f32.h"
#include "arithmetic_f64.h"
#include "axes.h"
#include "convolution.h"
#include "elementary_f32.h"
#include "elementary_f64.h"
#include "exact.h"
#include "instruction_set.h"
#include "layout.h"
#include "linear_f64.h"
#include "map.h"
#include "memory.h"
#include "pairs.h"
#include "peak_f64.h"
#include "pooling.h"
#include "product.h"
#include "reduction_f32.h"
#include "reduction_f64.h"
#include "replay.h"
