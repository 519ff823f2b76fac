#include "prelude.h"
#include "pool.h"
#include "tile.h"
#include "workspace.h"

#include "real_f32.h"
#include "product_block.h"
#include "product_run.h"
#include "real_end.h"

#include "real_f64.h"
#include "product_block.h"
#include "product_run.h"
#include "real_end.h"
