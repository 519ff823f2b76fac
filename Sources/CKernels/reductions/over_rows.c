#include "../prelude.h"
#include "../ranges.h"
#include "axes.h"
#include "table.h"

#include "../products/real_f32.h"
#include "over_rows.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "over_rows.h"
#include "../products/real_end.h"
