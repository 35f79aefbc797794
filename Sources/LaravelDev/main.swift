print("laravel-dev")
