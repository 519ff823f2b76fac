#include "../prelude.h"
#include "../ranges.h"
#include "../workspace.h"
#include "exact.h"
#include "table.h"

#include "../products/real_f32.h"
#include "exactly.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "exactly.h"
#include "../products/real_end.h"
