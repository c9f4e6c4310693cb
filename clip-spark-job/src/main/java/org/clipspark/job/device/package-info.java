/** Which device and how many threads a replica has by Spark's resources. Entry point: {@link org.clipspark.job.device.DeviceBinding}. */
@NullMarked
package org.clipspark.job.device;

import org.jspecify.annotations.NullMarked;
