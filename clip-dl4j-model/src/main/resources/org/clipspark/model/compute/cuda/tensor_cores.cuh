// Products of small matrices of bfloat16 by a warp's tensor cores, as PTX documents them for mma.m16n8k16. A number of
// a fragment belongs to lane 4 * g + t:
//   a[0] rows g, columns 2t and 2t + 1; a[1] rows g + 8; a[2] columns 2t + 8 and 2t + 9; a[3] both
//   b[0] rows 2t and 2t + 1 of column g; b[1] rows 2t + 8 and 2t + 9
//   c[0], c[1] row g, columns 2t and 2t + 1; c[2], c[3] row g + 8
// Two numbers share a register, the first in the low half. They need compute capability 8.0.
#include "elements.cuh"

#ifndef EMULATED_TENSOR_CORES

// c [16, 8] += a [16, 16] * b [16, 8].
__device__ __forceinline__ void multiply_add(float (&c)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
#if __CUDA_ARCH__ >= 800
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#else
    __trap();
#endif
}

// Four 8 x 8 matrices turned over: lane 8 * m + r gives the address of row r of matrix m, of 16 bytes; register m then
// holds rows 2t and 2t + 1 of column g.
__device__ __forceinline__ void load_turned(unsigned (&r)[4], const bfloat16* row) {
    unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(address)
                 : "memory");
}

#endif

// Tiles lie in shared memory with eight unused elements behind each row: the eight rows that a warp reads at once then
// begin in different banks.
template <int WIDTH>
struct Pitch {
    static constexpr int value = WIDTH + 8;
};

__device__ __forceinline__ unsigned two(const bfloat16* p) {
    return *reinterpret_cast<const unsigned*>(p);
}

// Fragments of 16 rows of a tile from row first on, all columns.
template <int WIDTH>
__device__ __forceinline__ void left_fragments(unsigned (&a)[WIDTH / 16][4], const bfloat16* tile, int first) {
    int g = (threadIdx.x & 31) / 4;
    int t = threadIdx.x & 3;
    const bfloat16* row = tile + (first + g) * Pitch<WIDTH>::value + 2 * t;
#pragma unroll
    for (int i = 0; i < WIDTH / 16; i++) {
        a[i][0] = two(row + 16 * i);
        a[i][1] = two(row + 16 * i + 8 * Pitch<WIDTH>::value);
        a[i][2] = two(row + 16 * i + 8);
        a[i][3] = two(row + 16 * i + 8 * Pitch<WIDTH>::value + 8);
    }
}

// out [16, 8 * COUNT] = a times the transpose of the first 8 * COUNT rows of a tile.
template <int WIDTH, int COUNT>
__device__ __forceinline__ void products_with_rows(
    float (&out)[COUNT][4], const unsigned (&a)[WIDTH / 16][4], const bfloat16* tile) {
    int g = (threadIdx.x & 31) / 4;
    int t = threadIdx.x & 3;
#pragma unroll
    for (int n = 0; n < COUNT; n++) {
        const bfloat16* row = tile + (8 * n + g) * Pitch<WIDTH>::value + 2 * t;
#pragma unroll
        for (int i = 0; i < 4; i++) {
            out[n][i] = 0.0f;
        }
#pragma unroll
        for (int i = 0; i < WIDTH / 16; i++) {
            multiply_add(out[n], a[i], two(row + 16 * i), two(row + 16 * i + 8));
        }
    }
}

// sum [16, WIDTH] += weights [16, 8 * COUNT], rounded to bfloat16, times the first 8 * COUNT rows of a tile. The fragment of
// a sum is, two and two, the fragment of a left side.
template <int WIDTH, int COUNT>
__device__ __forceinline__ void add_products(
    float (&sum)[WIDTH / 8][4], const float (&weights)[COUNT][4], const bfloat16* tile) {
    int lane = threadIdx.x & 31;
    const bfloat16* row = tile + ((lane / 8 & 1) * 8 + lane % 8) * Pitch<WIDTH>::value + lane / 16 * 8;
#pragma unroll
    for (int i = 0; i < COUNT / 2; i++) {
        const unsigned a[4] = {
            packed(weights[2 * i][0], weights[2 * i][1]), packed(weights[2 * i][2], weights[2 * i][3]),
            packed(weights[2 * i + 1][0], weights[2 * i + 1][1]), packed(weights[2 * i + 1][2], weights[2 * i + 1][3])};
#pragma unroll
        for (int n = 0; n < WIDTH / 16; n++) {
            unsigned b[4];
            load_turned(b, row + 16 * i * Pitch<WIDTH>::value + 16 * n);
            multiply_add(sum[2 * n], a, b[0], b[1]);
            multiply_add(sum[2 * n + 1], a, b[2], b[3]);
        }
    }
}
