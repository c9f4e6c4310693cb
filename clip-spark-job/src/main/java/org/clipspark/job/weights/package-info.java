/** The weights that training begins with. Entry point: {@link org.clipspark.job.weights.InitialWeights}. */
@NullMarked
package org.clipspark.job.weights;

import org.jspecify.annotations.NullMarked;
