// Multi-head attention in single precision, a tile of queries against a tile of keys at a time (Dao et al. 2022): what is
// kept for the way back is the logarithm of each query's sum of exponentials, [B, H, queries].
#include "attention_tiles.cuh"

template <int TILE, int CHUNK, class T>
__device__ void attention(AttentionSizes s, const T* q, const T* k, const T* v, T* out, float* log_sums) {
    DYNAMIC_SHARED(float, shared);
    int pitch = s.head_width + 1;
    float* queries = shared;
    float* others = queries + TILE * pitch;
    float* weights = others + TILE * pitch;
    AttentionPlace at(s, s.queries, TILE);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    const T* keys = head_of(k, s, at, s.tokens, s.key_stride);
    const T* values = head_of(v, s, at, s.tokens, s.key_stride);
    load_tile<TILE>(queries, head_of(q, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
    float sum[TILE / 16][CHUNK] = {};
    float largest[TILE / 16];
    float total[TILE / 16];
#pragma unroll
    for (int r = 0; r < TILE / 16; r++) {
        largest[r] = -FLOAT_INFINITY;
        total[r] = 0.0f;
    }
    int line = threadIdx.x / 8;
    int lane = threadIdx.x % 8;
    int end = keys_seen(s, at.first, TILE);
    for (int first = 0; first < end; first += TILE) {
        __syncthreads();
        load_tile<TILE>(others, keys, first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        float scores[TILE / 16][TILE / 8];
        tile_products<TILE>(queries, others, s.head_width, scores);
#pragma unroll
        for (int r = 0; r < TILE / 16; r++) {
            int query = at.first + line + 16 * r;
            float best = largest[r];
#pragma unroll
            for (int c = 0; c < TILE / 8; c++) {
                bool seen = visible(s, query, first + lane + 8 * c);
                scores[r][c] = seen ? scores[r][c] * s.scale : -FLOAT_INFINITY;
                best = fmaxf(best, scores[r][c]);
            }
            best = line_max(best);
            // Rows behind the last query see nothing; they are not stored.
            float origin = best == -FLOAT_INFINITY ? 0.0f : best;
            float shrink = expf(largest[r] - origin);
            float added = 0.0f;
#pragma unroll
            for (int c = 0; c < TILE / 8; c++) {
                float weight = expf(scores[r][c] - origin);
                weights[(line + 16 * r) * (TILE + 1) + lane + 8 * c] = weight;
                added += weight;
            }
            total[r] = total[r] * shrink + line_sum(added);
            largest[r] = best;
#pragma unroll
            for (int c = 0; c < CHUNK; c++) {
                sum[r][c] *= shrink;
            }
        }
        __syncthreads();
        load_tile<TILE>(others, values, first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        add_weighted<TILE, CHUNK>(weights, others, s.head_width, sum);
    }
#pragma unroll
    for (int r = 0; r < TILE / 16; r++) {
        int query = at.first + line + 16 * r;
#pragma unroll
        for (int c = 0; c < CHUNK; c++) {
            sum[r][c] /= total[r];
        }
        if (lane == 0 && query < s.queries) {
            log_sums[(at.batch * s.heads + at.head) * s.queries + query] = largest[r] + logf(total[r]);
        }
    }
    store_tile<TILE, CHUNK>(sum, head_of(out, s, at, s.queries, width), at.first, s.queries, width, s.head_width);
}

#define OF_ONE_TILE(suffix, T, TILE, CHUNK)                                                                          \
    ENTRY(                                                                                                           \
        attention_##suffix,                                                                                          \
        (SIZES, const T* q, const T* k, const T* v, T* out, float* log_sums),                                        \
        attention<TILE, CHUNK>(GIVEN_SIZES, q, k, v, out, log_sums))

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    OF_ONE_TILE(narrow_##suffix, T, 32, 8)                                                                           \
    OF_ONE_TILE(wide_##suffix, T, 16, 20)

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
