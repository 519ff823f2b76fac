#include "../prelude.h"
#include "layout.h"

#include "../products/real_f32.h"
#include "copy.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "copy.h"
#include "../products/real_end.h"
