/** The configuration of a training run as one record tree. Entry point: {@link org.clipspark.job.config.JobConfig}. */
@NullMarked
package org.clipspark.job.config;

import org.jspecify.annotations.NullMarked;
