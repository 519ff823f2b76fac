#include "../prelude.h"

#include <stdbool.h>

#include "kernels.h"
#include "pool.h"
#include "../workspace.h"

#define REPLAY_OWN_CALL_1(X) KN_REPLAY_CALL_1(X)
#define REPLAY_OWN_CALL_2(X) KN_REPLAY_CALL_2(X)

#include "../products/real_f64.h"
#include "run.h"
#include "unit.h"
#include "../products/real_end.h"
