#include "kernels.h"
typedef int kernels_placeholder;
