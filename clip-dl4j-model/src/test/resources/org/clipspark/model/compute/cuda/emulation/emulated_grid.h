// Runs kernels on the host.
#pragma once

#include "emulated_kernels.h"

namespace emulated {

// Runs every block of a grid; false if its sizes are impossible or threads wait for others that never come.
bool run_grid(const Kernel& launched, Index3 grid, Index3 block, unsigned shared_bytes, void** given);

}  // namespace emulated
