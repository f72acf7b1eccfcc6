package shop.audit;

import jakarta.interceptor.InterceptorBinding;

@InterceptorBinding
public @interface Counted {}
