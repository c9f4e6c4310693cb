// Sums whose order never changes: the same numbers give the same bits.

template <class Number>
__device__ __forceinline__ Number warp_sum(Number x) {
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
        x += __shfl_xor_sync(0xffffffffu, x, distance);
    }
    return x;
}

__device__ __forceinline__ float warp_max(float x) {
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
        x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, distance));
    }
    return x;
}

// Sum over a block of 256 threads; every thread gets it.
template <class Number>
__device__ __forceinline__ Number block_sum(Number x) {
    __shared__ Number sums[8];
    x = warp_sum(x);
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
        sums[threadIdx.x / 32] = x;
    }
    __syncthreads();
    Number total = sums[0];
    for (int warp = 1; warp < 8; warp++) {
        total += sums[warp];
    }
    return total;
}

// Largest over a block of 256 threads; every thread gets it.
__device__ __forceinline__ float block_max(float x) {
    __shared__ float largest[8];
    x = warp_max(x);
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
        largest[threadIdx.x / 32] = x;
    }
    __syncthreads();
    float all = largest[0];
    for (int warp = 1; warp < 8; warp++) {
        all = fmaxf(all, largest[warp]);
    }
    return all;
}
